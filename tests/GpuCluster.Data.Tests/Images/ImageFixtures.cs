using System.Buffers.Binary;
using GpuCluster.Core.Samples;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Images;

/// <summary>Picture files of all kinds, made for a test.</summary>
internal static class ImageFixtures
{
    /// <summary>A picture in one colour, encoded.</summary>
    public static byte[] Flat(int width, int height, SKColor colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        Encode(width, height, (_, _) => colour, format);

    /// <summary>The left half in one colour and the right in another.</summary>
    public static byte[] Halves(
        int width,
        int height,
        SKColor left,
        SKColor right,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png
    ) => Encode(width, height, (x, _) => x < width / 2 ? left : right, format);

    public static byte[] Encode(int width, int height, Func<int, int, SKColor> at, SKEncodedImageFormat format)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, at(x, y));
        }

        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A JPEG with an orientation tag: an APP1 segment of EXIF with one entry, after the first marker.</summary>
    public static byte[] Oriented(byte[] jpeg, byte orientation)
    {
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        byte[] content = [.. "Exif\0\0"u8, .. tiff];
        int length = content.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. content, .. jpeg[2..]];
    }

    /// <summary>An uncompressed TGA of 24 bits, bottom row first.</summary>
    public static byte[] Tga(int width, int height, SKColor colour)
    {
        byte[] file = new byte[18 + (width * height * 3)];
        file[2] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(12), (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(14), (ushort)height);
        file[16] = 24;
        for (int i = 18; i < file.Length; i += 3)
            (file[i], file[i + 1], file[i + 2]) = (colour.Blue, colour.Green, colour.Red);
        return file;
    }

    /// <summary>A BMP of 24 bits; the width times 3 must be a multiple of 4.</summary>
    public static byte[] Bmp(int width, int height, SKColor colour)
    {
        byte[] file = new byte[54 + (width * height * 3)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        for (int i = 54; i < file.Length; i += 3)
            (file[i], file[i + 1], file[i + 2]) = (colour.Blue, colour.Green, colour.Red);
        return file;
    }

    /// <summary>A GIF of one white pixel.</summary>
    public static byte[] Gif() => Convert.FromBase64String("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=");

    /// <summary>A PNG whose header claims another size, its checksum made right, and whose pixels are those of the small one.</summary>
    public static byte[] Claiming(byte[] png, int width, int height)
    {
        byte[] claiming = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(claiming.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(claiming.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(claiming.AsSpan(29), PngChecksum(claiming.AsSpan(12, 17)));
        return claiming;
    }

    public static SKColor At(DecodedImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Rgba.Span.Slice(((y * image.Width) + x) * 4, 4);
        return new SKColor(pixel[0], pixel[1], pixel[2], pixel[3]);
    }

    public static void Near(SKColor expected, SKColor seen, int tolerance = 6)
    {
        bool isNear =
            Math.Abs(expected.Red - seen.Red) <= tolerance
            && Math.Abs(expected.Green - seen.Green) <= tolerance
            && Math.Abs(expected.Blue - seen.Blue) <= tolerance
            && expected.Alpha == seen.Alpha;
        Assert.True(isNear, $"expected {expected}, saw {seen}");
    }

    private static uint PngChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
