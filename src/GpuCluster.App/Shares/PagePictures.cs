using GpuCluster.Core.Samples;
using GpuCluster.Data.Pictures;

namespace GpuCluster.App.Shares;

/// <summary>
/// The pictures of a page, on square sheets in the order of the points. Where there are more points than pictures, every k-th has one.
/// </summary>
internal sealed class PagePictures
{
    /// <summary>Pixels of a sheet's side.</summary>
    private const int SheetEdge = 1024;

    /// <summary>Pixels of a picture's side at most, and those of all pictures at which they become smaller.</summary>
    private const int MaxEdge = 64;
    private const long MaxPixels = 64_000_000;

    /// <summary>Pictures whose edges go no further are digits and the like, whose pixels stay sharp.</summary>
    private const int SmallEdge = 32;

    /// <summary>Small pictures up to which every pixel is kept; more of them would make a page too large to send.</summary>
    private const int MaxExact = 30_000;

    private readonly IThumbnails _thumbnails;
    private readonly int[] _samples;

    /// <param name="thumbnails">The samples' pictures; not owned.</param>
    /// <param name="samples">The sample of each point.</param>
    /// <param name="max">Pictures at most, 1 or more.</param>
    public PagePictures(IThumbnails thumbnails, int[] samples, int max)
    {
        _thumbnails = thumbnails;
        Step = ((samples.Length - 1) / max) + 1;
        _samples = [.. samples.Where((_, point) => point % Step == 0)];
        IsSmall = thumbnails.Edges is [.., SmallEdge];
        Edge = thumbnails.Edges.Last(edge =>
            edge == thumbnails.Edges[0] || (edge <= MaxEdge && (long)edge * edge * _samples.Length <= MaxPixels)
        );
    }

    /// <summary>Pixels of a picture's side.</summary>
    public int Edge { get; }

    /// <summary>Pictures along a sheet's side.</summary>
    public int Cells => SheetEdge / Edge;

    /// <summary>Every how many points one has a picture, from the first on.</summary>
    public int Step { get; }

    /// <summary>Whether pixels stay sharp where a picture is enlarged.</summary>
    public bool IsSmall { get; }

    /// <summary>Pictures on the page.</summary>
    public int Count => _samples.Length;

    /// <summary>Sheets, the last of which may be filled in part.</summary>
    public int Sheets => ((Count - 1) / (Cells * Cells)) + 1;

    /// <summary>Samples with a marked tile, as their picture is gone or cannot be decoded; counted as sheets are made.</summary>
    public int Missing { get; private set; }

    /// <summary>One sheet as WebP.</summary>
    /// <param name="sheet">0 to <see cref="Sheets"/> - 1.</param>
    public byte[] Encode(int sheet)
    {
        int first = sheet * Cells * Cells,
            end = Math.Min(Count, first + (Cells * Cells)),
            rows = ((end - first - 1) / Cells) + 1;
        byte[] pixels = new byte[SheetEdge * rows * Edge * 4],
            tile = new byte[Edge * Edge * 4];
        for (int at = first; at < end; at++)
        {
            if (_thumbnails.Read(_samples[at], Edge, tile) != ThumbnailState.Ready)
                Missing++;
            int corner = (((at - first) / Cells * Edge * SheetEdge) + ((at - first) % Cells * Edge)) * 4;
            for (int row = 0; row < Edge; row++)
                tile.AsSpan(row * Edge * 4, Edge * 4).CopyTo(pixels.AsSpan(corner + (row * SheetEdge * 4)));
        }

        return PictureEncoder.Webp(SheetEdge, rows * Edge, pixels, isExact: IsSmall && Count <= MaxExact);
    }
}
