using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>Below a control, or above where there is no room: what it does.</summary>
internal static class TipBlock
{
    public static void Draw(Pen pen, string text, SKRect control)
    {
        PanelStyle style = pen.Style;
        string line = pen.Fit(pen.Say(text), style.Small, style.Width - (2 * style.Margin) - (2 * style.Padding));
        float width = pen.Measure(line, style.Small) + (1.4f * style.Padding);
        float height = style.Row;
        float below = control.Bottom + (0.3f * style.Unit);
        float top = below + height <= style.Height - style.Margin ? below : control.Top - (0.3f * style.Unit) - height;
        float left = Math.Max(style.Margin, Math.Min(control.Left, style.Width - style.Margin - width));
        SKRect area = SKRect.Create(left, top, width, height);
        pen.Panel(area, PanelStyle.OpaqueBack);
        pen.TextInside(line, area, style.Small, PanelStyle.FaintInk);
    }
}
