using System.Buffers.Binary;
using System.Text;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Images.Formats;

/// <summary>What the chunks of a PNG or a WebP say and Skia does not use as other programs do.</summary>
/// <param name="Orientation">EXIF's orientation, 1 to 8.</param>
/// <param name="HasBareGamma">
/// Whether a PNG has a gamma value (gAMA) and neither a profile nor the sRGB mark. Pillow, torchvision and OpenCV take such values as sRGB.
/// </param>
/// <param name="Fault">Why a PNG is damaged: the checksum of a chunk that the pixels depend on is wrong, which Skia overlooks; else
/// null.</param>
internal readonly record struct ImageChunks(int Orientation, bool HasBareGamma, string? Fault = null)
{
    /// <summary>A longer block is no EXIF of a camera.</summary>
    private const int MaxExifBytes = 1 << 20;

    private const int PngSignatureBytes = 8;
    private const int WebpHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int PngCheckBytes = 4;
    private const int PngNameBytes = 4;
    private const int BlockBytes = 1 << 14;

    /// <summary>
    /// Reads a PNG's chunks up to the end or to the first fault. Of those that the pixels depend on, the checksums are compared.
    /// </summary>
    /// <param name="stream">The file. One of another format has no chunks.</param>
    public static ImageChunks OfPng(Stream stream)
    {
        Span<byte> start = stackalloc byte[PngSignatureBytes];
        if (!TryRead(stream, 0, start) || !start.SequenceEqual(ImageHeader.PngSignature))
            return new ImageChunks(ExifOrientation.Upright, false);
        (int orientation, bool hasGamma, bool hasSpace) = (ExifOrientation.Upright, false, false);
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        long at = PngSignatureBytes;
        while (TryRead(stream, at, header))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
            ReadOnlySpan<byte> name = header[4..];
            bool makesPixels = name.SequenceEqual("IHDR"u8) || name.SequenceEqual("PLTE"u8) || name.SequenceEqual("IDAT"u8);
            if (makesPixels && !HasItsChecksum(stream, at, length))
                return new ImageChunks(orientation, false, $"damaged: the checksum of its chunk {Encoding.ASCII.GetString(name)} is wrong");
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

    // The checksum is that of the name and the content (PNG, third edition, 5.3). One that is cut off is no fault of this kind.
    private static bool HasItsChecksum(Stream stream, long at, uint length)
    {
        long end = at + ChunkHeaderBytes + length;
        if (end > stream.Length - PngCheckBytes)
            return true;
        Crc32 sum = new();
        Span<byte> block = stackalloc byte[BlockBytes];
        for (long place = at + ChunkHeaderBytes - PngNameBytes; place < end; )
        {
            Span<byte> next = block[..(int)Math.Min(block.Length, end - place)];
            if (!TryRead(stream, place, next))
                return true;
            sum.Append(next);
            place += next.Length;
        }

        Span<byte> stored = stackalloc byte[PngCheckBytes];
        return !TryRead(stream, end, stored) || BinaryPrimitives.ReadUInt32BigEndian(stored) == sum.Value;
    }

    private static bool TryRead(Stream stream, long at, Span<byte> bytes)
    {
        if (at > stream.Length - bytes.Length)
            return false;
        stream.Position = at;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
