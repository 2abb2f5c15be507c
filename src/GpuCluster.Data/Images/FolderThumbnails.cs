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

    /// <summary>Frees nothing: the cache outlives the program.</summary>
    public void Dispose() { }

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
