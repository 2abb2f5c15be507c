using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images;

/// <summary>
/// Thumbnails of image files, or of images in archives. Each is decoded once, to the largest edge, and kept in the cache; the smaller
/// edges are averages of that. Any thread.
/// </summary>
public sealed class FolderThumbnails : IThumbnails
{
    private readonly IReadOnlyList<string> _files;
    private readonly IReadOnlyList<string> _names;
    private readonly ThumbnailCache? _cache;

    /// <param name="files">The paths of n pictures, or ARCHIVE!ENTRY.</param>
    /// <param name="names">What they are called; null for their paths.</param>
    public FolderThumbnails(IReadOnlyList<string> files, IReadOnlyList<string>? names = null)
        : this(files, names, ThumbnailCache.OfUser(), new SourceFiles()) { }

    internal FolderThumbnails(IReadOnlyList<string> files, ThumbnailCache? cache)
        : this(files, null, cache, new SourceFiles()) { }

    internal FolderThumbnails(IReadOnlyList<string> files, IReadOnlyList<string>? names, ThumbnailCache? cache, SourceFiles sources) =>
        (_files, _names, _cache, Decoder) = (files, names ?? files, cache, new ImageDecoder(sources));

    /// <inheritdoc/>
    public int Count => _files.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Edges { get; } = [32, 64, 128];

    /// <summary>Either all samples are parts of images or none: the first one decides.</summary>
    public bool AreParts => _files.Count > 0 && SourceAddress.Of(_files[0]).Box is not null;

    internal ImageDecoder Decoder { get; }

    /// <inheritdoc/>
    public string NameOf(int index) => _names[index];

    /// <inheritdoc/>
    public ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, edge * edge * 4, nameof(rgba));
        int largest = Edges[^1];
        byte[] tile = new byte[largest * largest * 4];
        ThumbnailState state = ReadLargest(_files[index], tile);
        if (state != ThumbnailState.Ready)
            MarkedTile.Draw(state, edge, rgba);
        else
            ImageScaling.Scale(new DecodedImage(largest, largest, tile), edge, edge, rgba, edge * 4);

        return state;
    }

    /// <inheritdoc/>
    public ThumbnailState ReadWhole(int index, int edge, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        SourceAddress source = SourceAddress.Of(_files[index]);
        if (source.Box is not { } box)
            return Read(index, edge, rgba);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, edge * edge * 4, nameof(rgba));
        // At full scale, in which boxes are.
        if (!Decoder.TryDecode(source.Whole, ImageGround.Transparent, null, out DecodedImage? image, out _))
        {
            ThumbnailState state = source.FileExists ? ThumbnailState.Damaged : ThumbnailState.Missing;
            MarkedTile.Draw(state, edge, rgba);
            return state;
        }

        ImageScaling.Letterbox(image, edge, rgba);
        Frame(box.Within(image.Width, image.Height, (1, 1)), image, edge, rgba);
        return ThumbnailState.Ready;
    }

    /// <summary>Frees nothing: the cache outlives the program.</summary>
    public void Dispose() { }

    /// <summary>Draws the outline of a part over the letterboxed picture.</summary>
    private static void Frame((int Left, int Top, int Width, int Height) part, DecodedImage image, int edge, Span<byte> rgba)
    {
        ReadOnlySpan<byte> amber = [255, 190, 60, 255];
        double scale = (double)edge / Math.Max(image.Width, image.Height);
        double across = (edge - (image.Width * scale)) / 2,
            down = (edge - (image.Height * scale)) / 2;
        (int left, int right) = Ends(part.Left, part.Width, across);
        (int top, int bottom) = Ends(part.Top, part.Height, down);
        int line = Math.Max(1, edge / 64);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                if (x - left < line || right - x < line || y - top < line || bottom - y < line)
                    amber.CopyTo(rgba[(((y * edge) + x) * 4)..]);
            }
        }

        (int From, int To) Ends(int from, int length, double margin) =>
            (
                (int)Math.Clamp(margin + (from * scale), 0, edge - 1),
                (int)Math.Clamp(Math.Ceiling(margin + ((from + length) * scale)) - 1, 0, edge - 1)
            );
    }

    private ThumbnailState ReadLargest(string path, byte[] tile)
    {
        SourceAddress source = SourceAddress.Of(path);
        FileInfo file = new(source.File);
        if (!file.Exists)
            return ThumbnailState.Missing;
        string? key = KeyOf(file, path.Length > source.File.Length ? path[source.File.Length..] : null);
        if (key is not null && _cache?.TryRead(key, tile) == true)
            return ThumbnailState.Ready;
        if (!Decoder.TryDecode(path, ImageGround.Transparent, Edges[^1], out DecodedImage? image, out _))
            return File.Exists(source.File) ? ThumbnailState.Damaged : ThumbnailState.Missing;
        ImageScaling.Letterbox(image, Edges[^1], tile);
        if (key is not null)
            _cache?.Write(key, tile);
        return ThumbnailState.Ready;
    }

    // The file may disappear between the two calls.
    private static string? KeyOf(FileInfo file, string? part)
    {
        try
        {
            return ThumbnailCache.KeyOf(file, part);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
