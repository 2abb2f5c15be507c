using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>A temporary message at the bottom left of the free area: one line.</summary>
internal static class MessageBlock
{
    /// <summary>The height of the strip that it covers, with the space around it, in pixels.</summary>
    public static int HeightOf(PanelStyle style) => (int)MathF.Ceiling(style.Row + style.Margin);

    /// <param name="pen">Draws.</param>
    /// <param name="message">One line.</param>
    /// <param name="free">Where it may be.</param>
    /// <returns>The area it covers; empty if there is no message.</returns>
    public static SKRect Draw(Pen pen, string message, SKRect free)
    {
        if (message.Length == 0)
            return SKRect.Empty;
        PanelStyle style = pen.Style;
        string line = pen.Fit(pen.Say(message), style.Small, free.Width - (2 * style.Margin) - (2 * style.Padding));
        SKRect area = SKRect.Create(
            free.Left + style.Margin,
            free.Bottom - (style.Margin / 2) - style.Row,
            pen.Measure(line, style.Small) + (2 * style.Padding),
            style.Row
        );
        pen.Panel(area);
        pen.Text(line, area.Left + style.Padding, area.MidY - (0.69f * style.Small), style.Small, PanelStyle.Ink);
        return area;
    }
}
