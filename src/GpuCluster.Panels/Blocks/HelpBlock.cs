using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>In the middle: what the keys do. Shrinks until it fits.</summary>
internal static class HelpBlock
{
    private static readonly (string Keys, string Does)[] Rows =
    [
        ("W A S D", "fly"),
        ("Q E", "down, up"),
        ("Shift", "fly fast"),
        ("wheel", "change the speed"),
        ("drag", "look around"),
        ("F", "frame the cloud"),
        ("Space", "pause, go on"),
        ("N", "one epoch"),
        ("R", "restart the layout"),
        ("Tab", "next colouring"),
        ("F12", "save a picture"),
        ("H", "hide this help"),
        ("Esc", "quit"),
    ];

    public static void Draw(Pen pen)
    {
        PanelStyle style = pen.Style;
        float keys = Rows.Max(row => pen.Measure(row.Keys, style.Unit)) + style.Unit;
        float width = keys + Rows.Max(row => pen.Measure(row.Does, style.Unit)) + (2 * style.Padding);
        float height = (Rows.Length * style.Line) + (2 * style.Padding);
        float shrink = Math.Min(1, Math.Min((style.Width - (2 * style.Margin)) / width, (style.Height - (2 * style.Margin)) / height));
        var area = SKRect.Create((style.Width - (width * shrink)) / 2, (style.Height - (height * shrink)) / 2, width * shrink, height * shrink);

        // It may lie over the other panels, whose words must not shine through its own.
        pen.Panel(area, PanelStyle.OpaqueBack);
        float x = area.Left + (style.Padding * shrink);
        float top = area.Top + (style.Padding * shrink);
        foreach ((string key, string does) in Rows)
        {
            pen.Text(key, x, top, style.Unit * shrink, PanelStyle.Accent);
            pen.Text(does, x + (keys * shrink), top, style.Unit * shrink, PanelStyle.Ink);
            top += style.Line * shrink;
        }
    }
}
