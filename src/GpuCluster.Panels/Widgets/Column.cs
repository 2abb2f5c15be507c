using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Widgets one below the other, each as wide as the column.</summary>
internal sealed class Column(params IReadOnlyList<Widget> children) : Widget
{
    public override IReadOnlyList<Widget> Children => children;

    public override float Measure(Pen pen, float width)
    {
        float height = 0;
        foreach (Widget child in children.Where(child => child.ShownWhen()))
        {
            float part = child.Measure(pen, width);
            height += part + (height > 0 && part > 0 ? pen.Style.Gap : 0);
        }

        return height;
    }

    public override void Draw(Pen pen)
    {
        foreach (Widget child in children.Where(child => child.ShownWhen()))
            child.Draw(pen);
    }

    protected override void ArrangeChildren(Pen pen)
    {
        float top = Area.Top;
        foreach (Widget child in children.Where(child => child.ShownWhen()))
        {
            float height = child.Measure(pen, Area.Width);
            if (height > 0 && top > Area.Top)
                top += pen.Style.Gap;
            child.Arrange(pen, SKRect.Create(Area.Left, top, Area.Width, height));
            top += height;
        }
    }
}
