using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A headed part that folds to its heading.</summary>
/// <param name="title">The heading.</param>
/// <param name="content">What is folded away.</param>
internal sealed class Section(string title, Widget content) : Widget
{
    private readonly Widget[] _open = [content];

    public string Title => title;

    public bool IsFolded { get; set; }

    /// <summary>A few words at the heading's right, shown folded too.</summary>
    public Func<string> Summary { get; init; } = static () => string.Empty;

    /// <summary>Whether it is a part of another section: its heading is smaller.</summary>
    public bool IsInner { get; init; }

    public override bool TakesFocus => true;

    public override IReadOnlyList<Widget> Children => IsFolded ? [] : _open;

    public override float Measure(Pen pen, float width)
    {
        float inside = IsFolded ? 0 : content.Measure(pen, width);
        return pen.Style.Line + (inside > 0 ? pen.Style.Gap + inside : 0);
    }

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        SKColor ink = IsHovered ? PanelStyle.Ink : PanelStyle.FaintInk;
        float x = Area.Left + (0.3f * unit);
        float y = Area.Top + (0.7f * unit);
        if (IsFolded)
        {
            pen.Triangle(
                new SKPoint(x - (0.15f * unit), y - (0.3f * unit)),
                new SKPoint(x + (0.25f * unit), y),
                new SKPoint(x - (0.15f * unit), y + (0.3f * unit)),
                ink
            );
        }
        else
        {
            pen.Triangle(
                new SKPoint(x - (0.25f * unit), y - (0.2f * unit)),
                new SKPoint(x + (0.35f * unit), y - (0.2f * unit)),
                new SKPoint(x + (0.05f * unit), y + (0.2f * unit)),
                ink
            );
        }

        float size = IsInner ? pen.Style.Small : unit;
        float top = Area.Top + (0.69f * (unit - size));
        float end = pen.Text(
            pen.Fit(pen.Say(title), size, Area.Width - (0.9f * unit)),
            Area.Left + (0.9f * unit),
            top,
            size,
            PanelStyle.Ink
        );
        string summary = pen.Fit(pen.Say(Summary()), pen.Style.Small, Area.Right - end - unit);
        pen.TextBefore(summary, Area.Right, Area.Top + (0.1f * unit), pen.Style.Small, PanelStyle.FaintInk);
        if (IsFocused)
            pen.Frame(Head(pen), PanelStyle.Accent, Math.Max(1, unit / 9), 0.35f * unit);
        if (!IsFolded)
            content.Draw(pen);
    }

    public override bool Point(in PointerInput input)
    {
        if (input.Kind == PointerKind.Press)
            IsFolded = !IsFolded;
        return input.Kind is PointerKind.Press or PointerKind.Release;
    }

    public override bool Press(Key key, bool isShift)
    {
        if (!IsClick(key))
            return false;
        IsFolded = !IsFolded;
        return true;
    }

    protected override void ArrangeChildren(Pen pen)
    {
        if (!IsFolded)
            content.Arrange(pen, new SKRect(Area.Left, Head(pen).Bottom + pen.Style.Gap, Area.Right, Area.Bottom));
    }

    private SKRect Head(Pen pen) => SKRect.Create(Area.Left, Area.Top, Area.Width, pen.Style.Line);
}
