using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A drop-down list: a row with the chosen item, which opens the list of all below it.</summary>
internal sealed class Choice : Widget
{
    private readonly string _name;
    private readonly Func<IReadOnlyList<string>> _all;
    private readonly Func<int> _get;
    private readonly Action<int> _set;
    private readonly Widget[] _list;

    /// <summary>A closed choice.</summary>
    /// <param name="name">The name of the choice.</param>
    /// <param name="all">The items.</param>
    /// <param name="get">The chosen item's index, or -1.</param>
    /// <param name="set">Chooses.</param>
    public Choice(string name, Func<IReadOnlyList<string>> all, Func<int> get, Action<int> set)
    {
        (_name, _all, _get, _set) = (name, all, get, set);
        _list = [new ListView(() => all().Count, i => new ListRow(all()[i]) { IsOn = i == get() }, (i, _) => Take(i)) { MaxRows = 7 }];
    }

    public bool IsOpen { get; private set; }

    public override bool TakesFocus => EnabledWhen();

    public override IReadOnlyList<Widget> Children => IsOpen ? _list : [];

    public override float Measure(Pen pen, float width) =>
        pen.Style.Row + (IsOpen ? (pen.Style.Gap / 2) + _list[0].Measure(pen, width) : 0);

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        float corner = 0.35f * unit;
        SKRect head = Head(pen);
        pen.Fill(head, IsHovered ? PanelStyle.HoveredField : PanelStyle.Field, corner);
        float right = head.Right - (0.6f * unit);
        float y = head.MidY;
        float tip = IsOpen ? -1 : 1;
        pen.Triangle(
            new SKPoint(right - (0.5f * unit), y - (tip * 0.15f * unit)),
            new SKPoint(right, y - (tip * 0.15f * unit)),
            new SKPoint(right - (0.25f * unit), y + (tip * 0.2f * unit)),
            PanelStyle.FaintInk
        );
        float top = y - (0.69f * size);
        float end = pen.Text(pen.Fit(pen.Say(_name), size, 0.45f * head.Width), head.Left + (0.5f * unit), top, size, PanelStyle.FaintInk);
        int chosen = _get();
        string text = chosen >= 0 && chosen < _all().Count ? pen.SayValue(_all()[chosen]) : "—";
        pen.TextBefore(pen.Fit(text, size, right - (0.9f * unit) - end - (0.5f * unit)), right - (0.9f * unit), top, size, PanelStyle.Ink);
        if (IsFocused)
            pen.Frame(head, PanelStyle.Accent, Math.Max(1, unit / 9), corner);
        if (IsOpen)
            _list[0].Draw(pen);
    }

    public override bool Point(in PointerInput input)
    {
        if (input.Kind == PointerKind.Press && EnabledWhen())
            IsOpen = !IsOpen;
        return input.Kind is PointerKind.Press or PointerKind.Release;
    }

    public override bool Press(Key key, bool isShift)
    {
        int count = _all().Count;
        switch (key)
        {
            case var _ when IsClick(key):
                IsOpen = !IsOpen;
                return true;
            case Key.Left or Key.Right when count > 0:
                _set((_get() + (key == Key.Right ? 1 : count - 1) + count) % count);
                return true;
            default:
                return false;
        }
    }

    public override bool Close()
    {
        bool wasOpen = IsOpen;
        IsOpen = false;
        return wasOpen;
    }

    protected override void ArrangeChildren(Pen pen)
    {
        if (IsOpen)
            _list[0].Arrange(pen, new SKRect(Area.Left, Head(pen).Bottom + (pen.Style.Gap / 2), Area.Right, Area.Bottom));
    }

    private SKRect Head(Pen pen) => SKRect.Create(Area.Left, Area.Top, Area.Width, pen.Style.Row);

    private void Take(int index)
    {
        IsOpen = false;
        _set(index);
    }
}
