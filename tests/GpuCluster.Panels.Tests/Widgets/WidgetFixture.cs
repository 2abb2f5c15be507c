using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Widgets;

/// <summary>A picture of 200 x 240 pixels in which one widget is drawn, at the origin and as wide as the picture.</summary>
internal static class WidgetFixture
{
    public const int Width = 200,
        Height = 240;

    /// <summary>Tells a widget of the cursor.</summary>
    public static void Tell(Widget widget, PointerKind kind, float x, float y = 5) =>
        widget.Point(new PointerInput(kind, new SKPoint(x, y)) { Clicks = 1 });

    /// <summary>Draws a widget; how many pixels it covers.</summary>
    public static int Arrange(Widget widget)
    {
        byte[] rgba = Draw(widget);
        return Enumerable.Range(0, Width * Height).Count(i => rgba[(i * 4) + 3] != 0);
    }

    /// <summary>Draws a widget; the picture, row by row, red, green, blue and alpha.</summary>
    public static byte[] Draw(Widget widget)
    {
        byte[] rgba = new byte[Width * Height * 4];
        PanelBitmap picture = new();
        With(
            pen =>
            {
                widget.Arrange(pen, SKRect.Create(0, 0, Width, widget.Measure(pen, Width)));
                widget.Draw(pen);
            },
            picture
        );
        picture.CopyTo(rgba, Width, 0, 0, 0, Height);
        return rgba;
    }

    /// <summary>Gives the pen that widgets are measured with.</summary>
    public static void With(Action<Pen> use, PanelBitmap? picture = null)
    {
        using FontBook fonts = new([], static _ => { });
        (picture ?? new PanelBitmap()).Draw(Width, Height, fonts, new PanelStyle(Width, Height, 14), use);
    }
}
