using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>A temporary message at the bottom left of the free area.</summary>
internal static class MessageBlock
{
    /// <param name="pen">Draws.</param>
    /// <param name="message">One line.</param>
    /// <param name="free">Where it may be.</param>
    /// <returns>The area it covers; empty if there is no message.</returns>
    public static SKRect Draw(Pen pen, string message, SKRect free)
    {
        if (message.Length == 0)
            return SKRect.Empty;
        PanelStyle style = pen.Style;
        string line = pen.Fit(message, style.Unit, free.Width - (2 * style.Margin) - (2 * style.Padding));
        float height = style.Line + (2 * style.Padding);
        SKRect area = SKRect.Create(
            free.Left + style.Margin,
            free.Bottom - style.Margin - height,
            pen.Measure(line, style.Unit) + (2 * style.Padding),
            height
        );
        pen.Panel(area);
        pen.Text(line, area.Left + style.Padding, area.Top + style.Padding, style.Unit, PanelStyle.Ink);
        return area;
    }
}
