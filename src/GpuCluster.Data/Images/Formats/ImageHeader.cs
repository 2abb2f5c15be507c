using System.Buffers.Binary;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Images.Formats;

/// <summary>
/// The size that the header of a common image claims, from a few reads of its first bytes: PNG, JPEG, GIF, WebP and BMP. A header that is
/// not whole, or of another format, has none. It is own code, as a codec for each of a million files takes minutes.
/// </summary>
internal static class ImageHeader
{
    /// <summary>Bytes of the first read: enough for all but photos with large comments before their size.</summary>
    public const int Bytes = 2048;

    /// <summary>Segments before the size of a JPEG; more are no photo.</summary>
    private const int MaxSegments = 256;

    /// <summary>How a PNG begins.</summary>
    public static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Reads the size of a file.</summary>
    /// <returns>False where the header is not whole or not of these formats.</returns>
    public static bool TrySize(LightFile file, Span<byte> buffer, out int width, out int height)
    {
        ReadOnlySpan<byte> start = buffer[..file.Read(buffer, 0)];
        if (TrySize(start, out width, out height))
            return true;
        return IsJpeg(start) && TryWalk(file, out width, out height);
    }

    /// <summary>Finds the size in the first bytes of a file.</summary>
    /// <returns>False where the header is not whole, longer than these bytes, or not of these formats.</returns>
    public static bool TrySize(ReadOnlySpan<byte> start, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (IsJpeg(start))
        {
            TryJpeg(start, out width, out height);
        }
        else if (start.Length >= 33 && IsPng(start))
        {
            width = BinaryPrimitives.ReadInt32BigEndian(start[16..]);
            height = BinaryPrimitives.ReadInt32BigEndian(start[20..]);
        }
        else if (start.Length >= 13 && start.StartsWith("GIF8"u8))
        {
            width = BinaryPrimitives.ReadUInt16LittleEndian(start[6..]);
            height = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        }
        else if (start.Length >= 30 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8))
        {
            Webp(start[12..], out width, out height);
        }
        else if (start.Length >= 30 && start.StartsWith("BM"u8) && start[14] >= 40)
        {
            width = BinaryPrimitives.ReadInt32LittleEndian(start[18..]);
            height = Positive(BinaryPrimitives.ReadInt32LittleEndian(start[22..]));
        }

        return width > 0 && height > 0;
    }

    private static bool IsJpeg(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    private static bool IsPng(ReadOnlySpan<byte> start) => start.StartsWith(PngSignature) && start[12..].StartsWith("IHDR"u8);

    private static int Positive(int height) => height == int.MinValue ? 0 : Math.Abs(height);

    private static void Webp(ReadOnlySpan<byte> chunk, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (chunk.StartsWith("VP8 "u8) && chunk[11..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            width = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF;
            height = BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF;
        }
        else if (chunk.StartsWith("VP8L"u8) && chunk[8] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            (width, height) = ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }
        else if (chunk.StartsWith("VP8X"u8))
        {
            width = (chunk[12] | (chunk[13] << 8) | (chunk[14] << 16)) + 1;
            height = (chunk[15] | (chunk[16] << 8) | (chunk[17] << 16)) + 1;
        }
    }

    // A marker, the length of its segment, and in the segment of a frame the size (ITU-T T.81, B.2.2).
    private static void TryJpeg(ReadOnlySpan<byte> start, out int width, out int height)
    {
        (width, height) = (0, 0);
        int at = 2;
        while (at + 9 <= start.Length && start[at] == 0xFF)
        {
            byte marker = start[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (IsFrame(marker))
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(start[(at + 5)..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(start[(at + 7)..]);
                return;
            }

            at += Step(marker, start[(at + 2)..]);
        }
    }

    private static bool TryWalk(LightFile file, out int width, out int height)
    {
        (width, height) = (0, 0);
        Span<byte> segment = stackalloc byte[9];
        long at = 2;
        for (int i = 0; i < MaxSegments && file.Read(segment, at) == segment.Length && segment[0] == 0xFF; i++)
        {
            if (segment[1] == 0xFF)
            {
                at++;
                continue;
            }

            if (IsFrame(segment[1]))
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[7..]);
                return width > 0 && height > 0;
            }

            at += Step(segment[1], segment[2..]);
        }

        return false;
    }

    // Start-of-frame markers; C4, C8 and CC between them are others.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // Markers without a segment: TEM and the restarts.
    private static int Step(byte marker, ReadOnlySpan<byte> length) =>
        marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(length);
}
