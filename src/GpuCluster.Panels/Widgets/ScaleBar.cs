using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A scale of colours with the numbers at its stations.</summary>
/// <param name="stations">From the least to the greatest: what is written, and the colour, red in the lowest byte. Fewer than two take no
/// room.</param>
internal sealed class ScaleBar(Func<IReadOnlyList<(string Text, uint Rgba)>> stations) : Widget
{
    public override float Measure(Pen pen, float width) => stations().Count < 2 ? 0 : pen.Style.Unit + (1.35f * pen.Style.Small);

    public override void Draw(Pen pen)
    {
        IReadOnlyList<(string Text, uint Rgba)> all = stations();
        if (all.Count < 2)
            return;
        float size = 0.8f * pen.Style.Unit;
        float corner = 0.25f * pen.Style.Unit;
        SKRect bar = SKRect.Create(Area.Left, Area.Top, Area.Width, 0.8f * pen.Style.Unit);
        pen.Gradient(bar, [.. all.Select(station => ColourOf(station.Rgba))], corner);

        // All numbers, or where they do not fit every second, every fourth, and at last the ends.
        int stride = 1;
        while (
            stride < all.Count - 1
            && all.Where((_, i) => i % stride == 0).Sum(station => pen.Measure(station.Text, size) + size) > Area.Width
        )
        {
            stride *= 2;
        }

        stride = Math.Min(stride, all.Count - 1);
        for (int i = 0; i < all.Count; i += stride)
        {
            string text = pen.Fit(all[i].Text, size, Area.Width / 2);
            float width = pen.Measure(text, size);
            float middle = bar.Left + (bar.Width * i / (all.Count - 1));
            pen.Text(
                text,
                Math.Clamp(middle - (width / 2), Area.Left, Area.Right - width),
                bar.Bottom + (0.1f * size),
                size,
                PanelStyle.FaintInk
            );
        }
    }

    private static SKColor ColourOf(uint rgba) => new((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16));
}
