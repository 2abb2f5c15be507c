using System.Buffers.Binary;

namespace GpuCluster.Data.Images.Formats;

/// <summary>The header of a PSD (Photoshop): its decoder reads packed rows of 16-bit values as if they were bytes.</summary>
internal static class PsdHeader
{
    private const int HeaderBytes = 26;
    private const int DepthAt = 22;
    private const int Sections = 3;
    private const int Packed = 1;

    /// <summary>Whether a file is a PSD of 16 bits with packed rows. False for any other format.</summary>
    /// <param name="stream">At any position; its position changes.</param>
    public static bool IsDeepAndPacked(Stream stream)
    {
        stream.Position = 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith("8BPS"u8))
            return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(header[DepthAt..]) != 16)
            return false;
        Span<byte> length = stackalloc byte[4];
        for (int section = 0; section < Sections; section++)
        {
            if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
                return false;
            stream.Seek(BinaryPrimitives.ReadUInt32BigEndian(length), SeekOrigin.Current);
        }

        if (stream.ReadAtLeast(length[..2], 2, throwOnEndOfStream: false) < 2)
            return false;
        return BinaryPrimitives.ReadUInt16BigEndian(length) == Packed;
    }
}
