using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A scale of colours with the numbers at its stations.</summary>
/// <param name="stations">From the least to the greatest: what is written, and the colour, red in the lowest byte. Fewer than two take no room.</param>
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
        var bar = SKRect.Create(Area.Left, Area.Top, Area.Width, 0.8f * pen.Style.Unit);
        pen.Gradient(bar, [.. all.Select(station => ColourOf(station.Rgba))], corner);
        float taken = float.MinValue;
        float last = Area.Right - pen.Measure(all[^1].Text, size);
        for (int i = 0; i < all.Count; i++)
        {
            float width = pen.Measure(all[i].Text, size);
            float middle = bar.Left + (bar.Width * i / (all.Count - 1));
            float x = Math.Clamp(middle - (width / 2), Area.Left, Math.Max(Area.Left, Area.Right - width));

            // The two ends are always told; what lies between only where there is room.
            bool isEnd = i == 0 || i == all.Count - 1;
            if (!isEnd && (x < taken + (0.6f * size) || x + width > last - (0.6f * size)))
                continue;
            if (isEnd && i > 0 && x < taken)
                continue;
            pen.Text(pen.Fit(all[i].Text, size, Area.Width), x, bar.Bottom + (0.1f * size), size, PanelStyle.FaintInk);
            taken = x + width;
        }
    }

    private static SKColor ColourOf(uint rgba) => new((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16));
}
