using System.Buffers.Binary;
using System.IO.Compression;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>A file open for reading, decompressed if it is gzip, with what is known in advance about its contents' length.</summary>
internal sealed class PackedFile : IDisposable
{
    /// <summary>A pixel file shrinks about fivefold; up to this ratio the claimed size is allocated at once.</summary>
    private const int LikelyRatio = 16;

    private readonly FileStream _file;
    private readonly GZipStream? _unpacked;

    private PackedFile(FileStream file, bool isPacked, uint? trailer)
    {
        _file = file;
        _unpacked = isPacked ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        Likely = isPacked ? file.Length * LikelyRatio : file.Length;
        Trailer = trailer;
    }

    /// <summary>The first two bytes of a gzip member (RFC 1952).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>The contents from their start.</summary>
    public Stream Contents => _unpacked is null ? _file : _unpacked;

    /// <summary>Bytes in <see cref="Contents"/>, or null behind gzip.</summary>
    public long? Length => _unpacked is null ? _file.Length : null;

    /// <summary>Bytes of the file itself.</summary>
    public long PackedLength => _file.Length;

    /// <summary>Bytes to allocate before reading.</summary>
    public long Likely { get; }

    /// <summary>
    /// The length modulo 2^32 from the gzip trailer, or null for a plain file. It detects a file that was cut within its last bytes, which
    /// .NET reads without an error.
    /// </summary>
    public uint? Trailer { get; }

    public static PackedFile Open(string path)
    {
        FileStream file = InputFile.Open(path);
        try
        {
            Span<byte> start = stackalloc byte[2];
            bool isPacked = InputFile.ReadUpTo(file, start, path) == 2 && start.SequenceEqual(Magic);
            if (!isPacked && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                throw new UnusableInputException(
                    $"{path}: not gzip data in spite of its name; fetch the file again, or take the .gz off its name"
                );
            }

            uint? trailer = isPacked ? LastWord(file, path) : null;
            file.Position = 0;
            return new PackedFile(file, isPacked, trailer);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _unpacked?.Dispose();
        _file.Dispose();
    }

    private static uint LastWord(FileStream file, string path)
    {
        Span<byte> last = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - last.Length);
        InputFile.ReadUpTo(file, last, path);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
