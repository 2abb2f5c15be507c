using System.IO.Compression;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>Reads a file through gzip where it is one.</summary>
internal static class Gzip
{
    /// <summary>A pixel file shrinks about fivefold; up to this ratio the claimed size is allocated at once.</summary>
    private const int LikelyRatio = 16;

    /// <summary>The first two bytes of a gzip member (RFC 1952).</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>Opens a file and tells what is known of its contents' length.</summary>
    /// <returns>The contents; their exact length, or null behind gzip; and the bytes to expect at most before reading on proves more.</returns>
    public static (Stream Contents, long? Length, long Likely) Open(string path)
    {
        FileStream file = InputFile.Open(path);
        try
        {
            Span<byte> start = stackalloc byte[2];
            bool compressed = InputFile.ReadUpTo(file, start, path) == 2 && start.SequenceEqual(Magic);
            file.Position = 0;
            if (compressed) return (new GZipStream(file, CompressionMode.Decompress), null, file.Length * LikelyRatio);
            if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw new UnusableInputException($"{path}: not gzip data in spite of its name; fetch the file again, or take the .gz off its name");
            return (file, file.Length, file.Length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
