using System.Runtime.InteropServices;
using GpuCluster.Scene.Frames;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>Part of an overlay that is not empty, in pixels.</summary>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
internal readonly record struct OverlayBand(int X, int Y, int Width, int Height)
{
    /// <summary>As Vulkan has it.</summary>
    public Rect2D ToScissor() => new(new Offset2D(X, Y), new Extent2D((uint)Width, (uint)Height));
}

/// <summary>
/// Finds the parts of an overlay with content. A legend in one corner and a line of text in another leave most of a picture empty, and
/// uploading and blending empty pixels costs as much as others: so the overlay is cut into bands of rows, each as wide as its content.
/// </summary>
internal static class OverlayBands
{
    /// <summary>Rows of one band. Fewer fit tighter, more make fewer draws: at most 68 for a picture of 1080 rows.</summary>
    public const int Rows = 16;

    /// <summary>The parts of rectangles that lie inside a picture.</summary>
    public static List<OverlayBand> Of(IReadOnlyList<OverlayArea> areas, int width, int height)
    {
        List<OverlayBand> bands = new(areas.Count);
        foreach (OverlayArea area in areas)
        {
            (int left, int top) = (Math.Max(0, area.X), Math.Max(0, area.Y));
            (int right, int bottom) = (Math.Min(width, area.X + area.Width), Math.Min(height, area.Y + area.Height));
            if (right > left && bottom > top)
                bands.Add(new OverlayBand(left, top, right - left, bottom - top));
        }
        return bands;
    }

    /// <summary>The parts of a band outside a rectangle, at most four: above it, beside it, below it.</summary>
    public static IEnumerable<OverlayBand> Around(OverlayArea? rectangle, OverlayBand band)
    {
        if (Inside(rectangle, band) is not { } hole)
            return [band];
        int bottom = band.Y + band.Height,
            right = band.X + band.Width;
        OverlayBand[] parts =
        [
            band with
            {
                Height = hole.Y - band.Y,
            },
            new(band.X, hole.Y, hole.X - band.X, hole.Height),
            new(hole.X + hole.Width, hole.Y, right - hole.X - hole.Width, hole.Height),
            band with
            {
                Y = hole.Y + hole.Height,
                Height = bottom - hole.Y - hole.Height,
            },
        ];
        return parts.Where(part => part is { Width: > 0, Height: > 0 });
    }

    /// <summary>The part of a band inside a rectangle, or null.</summary>
    public static OverlayBand? Inside(OverlayArea? rectangle, OverlayBand band)
    {
        if (rectangle is not { } area)
            return null;
        (int left, int top) = (Math.Max(band.X, area.X), Math.Max(band.Y, area.Y));
        (int right, int bottom) = (
            Math.Min(band.X + band.Width, area.X + area.Width),
            Math.Min(band.Y + band.Height, area.Y + area.Height)
        );
        return right > left && bottom > top ? new OverlayBand(left, top, right - left, bottom - top) : null;
    }

    /// <summary>The bands of an overlay that are not empty, from the top.</summary>
    /// <param name="rgba">height x width x 4 bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static List<OverlayBand> Find(ReadOnlySpan<byte> rgba, int width, int height)
    {
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        List<OverlayBand> bands = new();
        for (int top = 0; top < height; top += Rows)
        {
            int rows = Math.Min(Rows, height - top);
            int left = width;
            int right = -1;
            for (int y = top; y < top + rows; y++)
            {
                ReadOnlySpan<uint> row = pixels.Slice(y * width, width);
                int first = row.IndexOfAnyExcept(0u);
                if (first < 0)
                    continue;
                left = Math.Min(left, first);
                right = Math.Max(right, row.LastIndexOfAnyExcept(0u));
            }
            if (right >= 0)
                bands.Add(new OverlayBand(left, top, right - left + 1, rows));
        }
        return bands;
    }
}
