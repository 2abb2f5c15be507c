using SkiaSharp;

namespace GpuCluster.Data.Projector;

/// <summary>
/// The Projector's sprite sheet: a square grid of cells of one size, row by row from the top left, ceil(sqrt n) to a side, of at most 8,192
/// x 8,192 pixels.
/// </summary>
internal static class SpriteSheet
{
    /// <summary>Pixels along a side, as the Projector allows.</summary>
    public const int LongestSide = 8192;

    /// <summary>Shrinks by area averaging.</summary>
    public static SKSamplingOptions Shrinking => new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Cells to a side for n pictures.</summary>
    public static int CellsPerSide(int count) => (int)Math.Ceiling(Math.Sqrt(count));

    /// <summary>
    /// The edge of a cell: the thumbnails' own, or smaller if the sheet would be too large; 0 if not even one pixel fits.
    /// </summary>
    public static int EdgeFor(int count, int wanted) => Math.Min(wanted, LongestSide / Math.Max(1, CellsPerSide(count)));

    /// <summary>Draws a picture of another size into a cell, averaging where it shrinks.</summary>
    /// <param name="rgba">from x from x 4 bytes, premultiplied.</param>
    /// <param name="from">Edge of the picture.</param>
    /// <param name="cell">Receives to x to x 4 bytes.</param>
    /// <param name="to">Edge of the cell.</param>
    public static unsafe void Resize(ReadOnlySpan<byte> rgba, int from, Span<byte> cell, int to)
    {
        if (from == to)
        {
            rgba.CopyTo(cell);
            return;
        }

        fixed (byte* source = rgba)
        fixed (byte* target = cell)
        {
            using SKPixmap large = new(Info(from, from), (nint)source);
            using SKPixmap small = new(Info(to, to), (nint)target);
            large.ScalePixels(small, Shrinking);
        }
    }

    public static SKImageInfo Info(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
}
