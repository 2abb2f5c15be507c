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

        foreach ((string text, float left, _) in Numbers(pen, all, size))
            pen.Text(text, left, bar.Bottom + (0.1f * size), size, PanelStyle.FaintInk);
    }

    /// <summary>All numbers, or where they would touch as many in even steps as do not, at least the ends.</summary>
    internal IReadOnlyList<(string Text, float Left, float Right)> Numbers(Pen pen, IReadOnlyList<(string Text, uint Rgba)> all, float size)
    {
        int last = all.Count - 1;
        for (int step = 1; ; step++)
        {
            if (last % step != 0)
                continue;
            List<(string Text, float Left, float Right)> numbers = [];
            for (int i = 0; i < all.Count; i += step)
            {
                string text = pen.Fit(pen.SayValue(all[i].Text), size, (Area.Width - size) / 2);
                float width = pen.Measure(text, size);
                float middle = Area.Left + (Area.Width * i / last);
                float left = Math.Clamp(middle - (width / 2), Area.Left, Area.Right - width);
                numbers.Add((text, left, left + width));
            }

            bool isApart = Enumerable.Range(1, numbers.Count - 1).All(i => numbers[i].Left - numbers[i - 1].Right >= size);
            if (isApart || step == last)
                return numbers;
        }
    }

    private static SKColor ColourOf(uint rgba) => new((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16));
}
