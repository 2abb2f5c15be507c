using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>Beside the cursor: the sample under it, moved so that all of it is in the picture.</summary>
internal static class HoverCard
{
    /// <summary>Widest and narrowest, in text sizes.</summary>
    private const float Widest = 17,
        Narrowest = 9;

    public static void Draw(Pen pen, SampleCard card, SKPoint cursor)
    {
        PanelStyle style = pen.Style;
        float width = Math.Min(
            style.Width - (2 * style.Margin),
            Math.Clamp(card.NaturalWidth(pen) + (2 * style.Padding), Narrowest * style.Unit, Widest * style.Unit)
        );
        float inside = width - (2 * style.Padding);
        float height = card.Measure(pen, inside) + (2 * style.Padding);
        if (inside < style.Unit || height > style.Height - (2 * style.Margin))
            return;
        float gap = 1.2f * style.Unit;
        float left = cursor.X + gap + width <= style.Width - style.Margin ? cursor.X + gap : cursor.X - gap - width;
        float top = cursor.Y + gap + height <= style.Height - style.Margin ? cursor.Y + gap : cursor.Y - gap - height;
        SKRect area = SKRect.Create(
            Math.Clamp(left, style.Margin, style.Width - style.Margin - width),
            Math.Clamp(top, style.Margin, style.Height - style.Margin - height),
            width,
            height
        );
        pen.Panel(area, PanelStyle.OpaqueBack);
        card.Arrange(pen, SKRect.Inflate(area, -style.Padding, -style.Padding));
        card.Draw(pen);
    }
}
