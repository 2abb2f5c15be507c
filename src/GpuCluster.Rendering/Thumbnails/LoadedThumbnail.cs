using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;

namespace GpuCluster.Rendering.Thumbnails;

/// <summary>A thumbnail that was read and waits for upload.</summary>
/// <param name="Point">Index of the sample.</param>
/// <param name="Edge">Texels along a side.</param>
/// <param name="State">Whether it is the sample's own picture.</param>
/// <param name="Rgba">Edge x edge x 4 bytes, premultiplied.</param>
/// <param name="Content">The rectangle that is not empty.</param>
internal sealed record LoadedThumbnail(int Point, int Edge, ThumbnailState State, byte[] Rgba, TileContent Content)
{
    /// <summary>Reads a thumbnail.</summary>
    public static LoadedThumbnail Read(IThumbnails source, int point, int edge)
    {
        byte[] rgba = new byte[edge * edge * 4];
        ThumbnailState state = source.Read(point, edge, rgba);
        return new LoadedThumbnail(point, edge, state, rgba, TileContent.Of(rgba, edge));
    }
}

/// <summary>The least rectangle around all that is not transparent in a tile, in texels; all of it where everything is.</summary>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Texels.</param>
/// <param name="Height">Texels.</param>
/// <param name="HasHoles">Whether any of its texels is less than half opaque.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TileContent(int X, int Y, int Width, int Height, bool HasHoles)
{
    private const uint HalfCovered = 128;

    /// <summary>Finds it.</summary>
    public static TileContent Of(ReadOnlySpan<byte> rgba, int edge)
    {
        ReadOnlySpan<uint> texels = MemoryMarshal.Cast<byte, uint>(rgba);
        (int left, int top, int right, int bottom) = (edge, edge, -1, -1);
        for (int y = 0; y < edge; y++)
        {
            ReadOnlySpan<uint> row = texels.Slice(y * edge, edge);
            int first = row.IndexOfAnyExcept(0u);
            if (first < 0)
                continue;
            (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOfAnyExcept(0u)));
            (top, bottom) = (Math.Min(top, y), y);
        }
        if (right < 0)
            return new TileContent(0, 0, edge, edge, HasHoles: true);
        bool hasHoles = false;
        for (int y = top; y <= bottom && !hasHoles; y++)
            hasHoles = texels.Slice((y * edge) + left, right - left + 1).ContainsAnyInRange(0u, (HalfCovered << 24) - 1);
        return new TileContent(left, top, right - left + 1, bottom - top + 1, hasHoles);
    }
}
