using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Desk;

/// <summary>The pixels of a drawn panel, copied into every picture until the panel changes.</summary>
internal sealed class PanelBitmap
{
    private byte[] _pixels = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Draws the panel again, at the given size.</summary>
    public unsafe void Draw(int width, int height, FontBook fonts, PanelStyle style, Action<Pen> paint)
    {
        (Width, Height) = (Math.Max(0, width), Math.Max(0, height));
        int length = checked(Width * Height * 4);
        if (_pixels.Length < length)
            _pixels = new byte[length];
        if (length == 0)
            return;
        fixed (byte* pixels = _pixels)
        {
            SKImageInfo info = new(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul);
            using SKSurface surface = SKSurface.Create(info, (nint)pixels, info.RowBytes);
            surface.Canvas.Clear(SKColors.Transparent);
            using Pen pen = new(surface.Canvas, fonts, style);
            paint(pen);
        }
    }

    /// <summary>Copies the pixels over the target, row by row and without blending.</summary>
    /// <param name="target">4 bytes a pixel, top row first.</param>
    /// <param name="targetWidth">Pixels.</param>
    /// <param name="left">Where the left column goes; may lie outside.</param>
    /// <param name="top">Where the top row goes; may lie outside.</param>
    /// <param name="clipTop">The first row of the target that is written.</param>
    /// <param name="clipBottom">One past the last row of the target that is written.</param>
    /// <param name="opacity">1, or less for a translucent panel.</param>
    public void CopyTo(Span<byte> target, int targetWidth, int left, int top, int clipTop, int clipBottom, float opacity = 1)
    {
        int from = Math.Max(0, -left);
        int to = Math.Min(Width, targetWidth - left);
        if (to <= from)
            return;
        int share = (int)Math.Round(256 * Math.Clamp(opacity, 0, 1));
        for (
            int y = Math.Max(top, Math.Max(0, clipTop));
            y < Math.Min(top + Height, Math.Min(clipBottom, target.Length / 4 / targetWidth));
            y++
        )
        {
            ReadOnlySpan<byte> source = _pixels.AsSpan((((y - top) * Width) + from) * 4, (to - from) * 4);
            Span<byte> row = target.Slice(((y * targetWidth) + left + from) * 4, source.Length);
            if (share == 256)
            {
                source.CopyTo(row);
                continue;
            }

            for (int i = 0; i < row.Length; i++)
                row[i] = (byte)((source[i] * share) >> 8);
        }
    }
}
