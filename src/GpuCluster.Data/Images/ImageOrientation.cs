using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;
using SkiaSharp;

namespace GpuCluster.Data.Images;

/// <summary>The eight orientations of EXIF's orientation tag (TIFF 6.0, tag 274).</summary>
internal static class ImageOrientation
{
    /// <summary>Turns and mirrors pixels as stored into pixels as seen.</summary>
    /// <param name="stored">The picture as it lies in the file.</param>
    /// <param name="origin">Which corner of the scene the file's first pixel is.</param>
    public static DecodedImage Upright(DecodedImage stored, SKEncodedOrigin origin)
    {
        if (origin is < SKEncodedOrigin.TopRight or > SKEncodedOrigin.LeftBottom)
            return stored;
        bool swapsSides = origin >= SKEncodedOrigin.LeftTop;
        (int width, int height) = swapsSides ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        (int lastX, int lastY) = (stored.Width - 1, stored.Height - 1);
        byte[] rgba = new byte[stored.Rgba.Length];
        Span<uint> seen = MemoryMarshal.Cast<byte, uint>(rgba.AsSpan());
        ReadOnlySpan<uint> file = MemoryMarshal.Cast<byte, uint>(stored.Rgba.Span);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int fromX, int fromY) = origin switch
                {
                    SKEncodedOrigin.TopRight => (lastX - x, y),
                    SKEncodedOrigin.BottomRight => (lastX - x, lastY - y),
                    SKEncodedOrigin.BottomLeft => (x, lastY - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, lastY - x),
                    SKEncodedOrigin.RightBottom => (lastX - y, lastY - x),
                    _ => (lastX - y, x),
                };
                seen[(y * width) + x] = file[(fromY * stored.Width) + fromX];
            }
        }

        return new DecodedImage(width, height, rgba);
    }
}
