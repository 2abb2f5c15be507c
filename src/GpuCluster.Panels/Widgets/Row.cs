using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Widgets side by side, by their share of the width.</summary>
internal sealed class Row(params IReadOnlyList<Widget> children) : Widget
{
    /// <summary>The shares, one a child; none: all alike. Below 0: a fixed width in text sizes.</summary>
    public IReadOnlyList<float> Shares { get; init; } = [];

    public override IReadOnlyList<Widget> Children => children;

    public override float Measure(Pen pen, float width) =>
        Places(pen, 0, width).Select(place => place.Child.Measure(pen, place.Width)).DefaultIfEmpty(0).Max();

    public override void Draw(Pen pen)
    {
        foreach (Widget child in children.Where(child => child.ShownWhen()))
            child.Draw(pen);
    }

    protected override void ArrangeChildren(Pen pen)
    {
        foreach ((Widget child, float left, float width) in Places(pen, Area.Left, Area.Width))
            child.Arrange(pen, SKRect.Create(left, Area.Top, width, Area.Height));
    }

    private IEnumerable<(Widget Child, float Left, float Width)> Places(Pen pen, float left, float width)
    {
        (Widget Child, float Share)[] shown =
        [
            .. children.Select((child, i) => (child, Shares.Count > i ? Shares[i] : 1f)).Where(pair => pair.child.ShownWhen()),
        ];
        float unit = pen.Style.Unit;
        float sum = shown.Sum(pair => Math.Max(0, pair.Share));
        float room = Math.Max(0, width - (pen.Style.Gap * (shown.Length - 1)) - shown.Sum(pair => Math.Max(0, -pair.Share) * unit));
        foreach ((Widget child, float share) in shown)
        {
            float part = share < 0 ? -share * unit : room * share / sum;
            yield return (child, left, part);
            left += part + pen.Style.Gap;
        }
    }
}
