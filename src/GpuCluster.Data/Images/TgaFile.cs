using System.Buffers.Binary;

namespace GpuCluster.Data.Images;

/// <summary>
/// TGA has no signature and no checksum, and its decoder fills missing data with black and does not mirror rows: this compares an
/// uncompressed file's header with its length, and says which way rows run.
/// </summary>
internal static class TgaFile
{
    private const int HeaderBytes = 18;
    private const int DescriptorAt = 17;
    private const int RightToLeft = 0x10;

    /// <summary>
    /// Whether a file's rows run from right to left, which its decoder does not see. False for any other format: their signatures are no
    /// header of a TGA.
    /// </summary>
    /// <param name="stream">At any position; its position changes.</param>
    public static bool IsMirrored(Stream stream)
    {
        stream.Position = 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        return stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
            && header[1] <= 1
            && header[2] is (>= 1 and <= 3) or (>= 9 and <= 11)
            && (header[DescriptorAt] & RightToLeft) != 0;
    }

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
