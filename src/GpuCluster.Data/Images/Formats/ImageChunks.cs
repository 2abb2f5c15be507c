using System.Buffers.Binary;

namespace GpuCluster.Data.Images.Formats;

/// <summary>What the chunks of a PNG or a WebP say and Skia does not use as other programs do.</summary>
/// <param name="Orientation">EXIF's orientation, 1 to 8.</param>
/// <param name="HasBareGamma">
/// Whether a PNG has a gamma value (gAMA) and neither a profile nor the sRGB mark. Pillow, torchvision and OpenCV take such values as sRGB.
/// </param>
internal readonly record struct ImageChunks(int Orientation, bool HasBareGamma)
{
    /// <summary>A longer block is no EXIF of a camera.</summary>
    private const int MaxExifBytes = 1 << 20;

    private const int PngSignatureBytes = 8;
    private const int WebpHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int PngCheckBytes = 4;

    /// <summary>Reads a PNG's chunks up to the end or to the first fault; their contents are skipped.</summary>
    public static ImageChunks OfPng(Stream stream)
    {
        (int orientation, bool hasGamma, bool hasSpace) = (ExifOrientation.Upright, false, false);
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        long at = PngSignatureBytes;
        while (TryRead(stream, at, header))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
            ReadOnlySpan<byte> name = header[4..];
            if (name.SequenceEqual("eXIf"u8))
                orientation = OrientationAt(stream, at + ChunkHeaderBytes, length);
            hasGamma |= name.SequenceEqual("gAMA"u8);
            hasSpace |= name.SequenceEqual("iCCP"u8) || name.SequenceEqual("sRGB"u8) || name.SequenceEqual("cICP"u8);
            at += ChunkHeaderBytes + length + PngCheckBytes;
        }

        return new ImageChunks(orientation, hasGamma && !hasSpace);
    }

    /// <summary>Reads a WebP's chunks up to the end or to the first fault; their contents are skipped.</summary>
    public static ImageChunks OfWebp(Stream stream)
    {
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        long at = WebpHeaderBytes;
        while (TryRead(stream, at, header))
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header.StartsWith("EXIF"u8))
                return new ImageChunks(OrientationAt(stream, at + ChunkHeaderBytes, length), false);
            at += ChunkHeaderBytes + length + (length & 1);
        }

        return new ImageChunks(ExifOrientation.Upright, false);
    }

    private static int OrientationAt(Stream stream, long at, uint length)
    {
        byte[] exif = new byte[Math.Min(length, MaxExifBytes)];
        return TryRead(stream, at, exif) ? ExifOrientation.Of(exif) : ExifOrientation.Upright;
    }

    private static bool TryRead(Stream stream, long at, Span<byte> bytes)
    {
        if (at > stream.Length - bytes.Length)
            return false;
        stream.Position = at;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
