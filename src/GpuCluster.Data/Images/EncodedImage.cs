using System.Runtime.InteropServices;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images.Formats;
using GpuCluster.Data.Sources;
using SkiaSharp;

namespace GpuCluster.Data.Images;

/// <summary>The bytes of a picture before it is decoded: a file, or bytes from an archive.</summary>
internal sealed class EncodedImage
{
    /// <summary>How the texts of PNG and JPEG begin.</summary>
    private static readonly string[] Base64Starts = ["iVBORw0KGgo", "/9j/4"];

    private readonly string _path;
    private readonly string _name;
    private readonly ReadOnlyMemory<byte>? _bytes;

    private EncodedImage(SourceAddress source, ReadOnlyMemory<byte>? bytes, long length) =>
        (_path, _name, _bytes, Length, Box) = (source.File, source.Entry ?? source.File, bytes, length, source.Box);

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>All bytes, if they are in memory.</summary>
    public ReadOnlyMemory<byte>? Bytes => _bytes;

    /// <summary>The part of the picture that is wanted; null for all of it.</summary>
    public ImageBox? Box { get; }

    /// <summary>The end of its name, without the dot.</summary>
    public string Extension => Path.GetExtension(_name).TrimStart('.');

    /// <summary>When the file or the archive was changed last; null if it has gone.</summary>
    public DateTimeOffset? Changed => new FileInfo(_path) is { Exists: true } file ? new DateTimeOffset(file.LastWriteTime) : null;

    /// <summary>Finds a picture; an entry of an archive is read.</summary>
    /// <param name="sources">Opens archives.</param>
    /// <param name="address">The file or entry.</param>
    /// <param name="reason">Why there is none; else null.</param>
    public static EncodedImage? Of(SourceFiles sources, string address, out string? reason)
    {
        SourceAddress source = SourceAddress.Of(address);
        reason = NodeKinds.Of(source.File) switch
        {
            NodeKind.Absent when address.Contains("://", StringComparison.Ordinal) =>
                "an address of the web; download the file and name that",
            NodeKind.Absent when Array.Exists(Base64Starts, start => address.Contains(start, StringComparison.Ordinal)) =>
                "an image as base64 text and no path; store its bytes",
            NodeKind.Absent => NodeKinds.WhyUnreadable(address) ?? "no such file",
            NodeKind.Special => "not a regular file",
            _ => null,
        };
        if (reason is not null)
            return null;
        byte[]? bytes = source.Entry is { } entry ? sources.Archive(source.File).Read(entry) : null;
        long length = bytes?.Length ?? new FileInfo(source.File).Length;
        reason = length == 0 ? "empty" : null;
        // A null array would become memory of no bytes.
        return new EncodedImage(source, bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(), length);
    }

    /// <summary>A picture whose bytes were read.</summary>
    /// <param name="source">Where they are from.</param>
    /// <param name="bytes">All bytes, 1 or more.</param>
    public static EncodedImage Of(SourceAddress source, ReadOnlyMemory<byte> bytes) => new(source, bytes, bytes.Length);

    /// <summary>Skia's decoder for it; null if Skia knows no such format.</summary>
    public SKCodec? Codec()
    {
        if (_bytes is not { } bytes)
            return SKCodec.Create(_path, out _);
        using SKData data = SKData.CreateCopy(bytes.Span);
        return SKCodec.Create(data);
    }

    /// <summary>A stream over it, buffered.</summary>
    public Stream Open() =>
        _bytes is not { } bytes ? new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16)
        : MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>All bytes, for a library that would copy a stream into a temporary file.</summary>
    public byte[] All() => _bytes?.ToArray() ?? File.ReadAllBytes(_path);

    /// <summary>What it is by its first bytes.</summary>
    public ImageFormat Format()
    {
        Span<byte> start = stackalloc byte[ImageSignature.Bytes];
        using Stream file = Open();
        return ImageSignature.Of(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)], _name);
    }
}
