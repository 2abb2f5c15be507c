using System.Diagnostics.CodeAnalysis;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Images.Contents;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Pictures;

/// <summary>
/// The samples' pictures as they are stored, for those who compare them or choose between them: what headers say, and whole pictures. Any
/// thread.
/// </summary>
public sealed class PictureFiles
{
    /// <summary>Pixels of a whole picture at most, 160 MB; a larger one is reduced to as many.</summary>
    public const long MaxPixels = 40_000_000;

    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(1);

    private readonly IImageSource _images;
    private readonly IReadOnlyList<string>? _files;
    private readonly SourceFiles _sources;
    private readonly (int Width, int Height) _size;

    private PictureFiles(IImageSource images, IReadOnlyList<string>? files, SourceFiles sources, (int Width, int Height) size = default) =>
        (_images, _files, _sources, _size) = (images, files, sources, size);

    /// <summary>Whether each picture is a file of its own or an entry of an archive, with a format, a time and a folder.</summary>
    public bool AreFiles => _files is not null;

    /// <summary>The pictures of a data set; null where it has none, or only small ones.</summary>
    public static PictureFiles? Of(Dataset dataset) =>
        dataset switch
        {
            ImageFileDataset photos => new PictureFiles(
                new FileImages(photos.Files, photos.Names, photos.Sources),
                photos.Files,
                photos.Sources
            ),
            EmbeddingDataset { Files: { } files } => OfFiles(files, new SourceFiles()),
            LayoutDataset { Of: { } data } => Of(data),
            ImageDataset stack => new PictureFiles(stack.OpenImages(), null, new SourceFiles(), (stack.Images.Width, stack.Images.Height)),
            _ => null,
        };

    /// <summary>What the header of a picture says; size 0 where the picture is gone or damaged.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="cancellation">Makes the caller leave.</param>
    public ImageSize SizeOf(int index, CancellationToken cancellation)
    {
        if (_files is null)
            return new ImageSize(_size.Width, _size.Height, 0);
        try
        {
            return LibraryCall.Run(0, Allowed, () => ImageSize.Of(_sources, _files[index]), cancellation);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }

    /// <summary>The folder or archive of a picture; empty where pictures are no files.</summary>
    public string FolderOf(int index)
    {
        if (_files is null)
            return string.Empty;
        SourceAddress source = SourceAddress.Of(_files[index]);
        return source.Entry is { } entry
            ? SourceAddress.OfEntry(source.File, Path.GetDirectoryName(entry) ?? "")
            : Path.GetDirectoryName(source.File) ?? string.Empty;
    }

    /// <summary>Decodes a picture at full size, upright, on white. Any fault of it is returned as a reason, never thrown.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="maxPixels">More are reduced to about as many.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="reason">Why there is none.</param>
    /// <param name="cancellation">Makes the caller leave.</param>
    public bool TryRead(
        int index,
        long maxPixels,
        [NotNullWhen(true)] out DecodedImage? picture,
        [NotNullWhen(false)] out string? reason,
        CancellationToken cancellation
    )
    {
        ImageSize size = SizeOf(index, cancellation);
        int edge =
            size.Pixels > maxPixels
                ? Math.Max(1, (int)(Math.Max(size.Width, size.Height) * Math.Sqrt((double)maxPixels / size.Pixels)))
                : ImageDecoder.LongestSide;
        return TryReadWithin(index, edge, out picture, out reason, cancellation);
    }

    /// <summary>The picture itself where no side is longer than an edge, else a smaller one of its proportions.</summary>
    public static DecodedImage Within(DecodedImage picture, int edge) => ImageScaling.Within(picture, edge);

    /// <summary>Decodes a picture so that no side is longer than an edge.</summary>
    internal bool TryReadWithin(
        int index,
        int edge,
        [NotNullWhen(true)] out DecodedImage? picture,
        [NotNullWhen(false)] out string? reason,
        CancellationToken cancellation
    )
    {
        // The decoder limits its own time; this call is there to be left.
        (picture, reason) = LibraryCall.Run(0, TimeSpan.FromDays(1), () => Read(index, edge), cancellation);
        return picture is not null;
    }

    private static PictureFiles OfFiles(IReadOnlyList<string> files, SourceFiles sources) =>
        new(new FileImages(files, null, sources), files, sources);

    private (DecodedImage? Picture, string? Reason) Read(int index, int edge) =>
        _images.TryRead(index, edge, out DecodedImage? picture, out string? reason)
            ? (ImageScaling.Within(picture, edge), null)
            : (null, reason);
}
