using System.Buffers.Binary;

namespace GpuCluster.Data.Images;

/// <summary>
/// TGA has no signature and no checksum, and its decoder fills missing data with black: this compares an uncompressed file's header with
/// its length.
/// </summary>
internal static class TgaFile
{
    private const int HeaderBytes = 18;

    /// <summary>Why a file cannot be decoded; null if it can or is no uncompressed TGA.</summary>
    /// <param name="stream">At any position; its position changes.</param>
    public static string? Refusal(Stream stream)
    {
        stream.Position = 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            return null;
        if (header[1] > 1 || header[2] is not (1 or 2 or 3))
            return null;
        int mapBytes = header[1] == 0 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(header[5..]) * ((header[7] + 7) / 8);
        long pixels = (long)BinaryPrimitives.ReadUInt16LittleEndian(header[12..]) * BinaryPrimitives.ReadUInt16LittleEndian(header[14..]);
        return stream.Length < HeaderBytes + header[0] + mapBytes + (pixels * ((header[16] + 7) / 8)) ? "ends early" : null;
    }
}
