using GpuCluster.Core.Errors;
using SkiaSharp;

namespace GpuCluster.Data.Pictures;

/// <summary>Pixels as WebP, which every browser reads, or PNG, which every program reads.</summary>
public static class PictureEncoder
{
    /// <summary>Photos: below it blocks begin to show in small pictures.</summary>
    private const float Quality = 78;

    /// <summary>How hard exact pixels are packed, 0 to 100: more takes several times as long for some per cent.</summary>
    private const float Effort = 40;

    /// <summary>Encodes a picture as WebP.</summary>
    /// <param name="width">1 to 16,383.</param>
    /// <param name="height">1 to 16,383.</param>
    /// <param name="rgba">width x height x 4 bytes, premultiplied by alpha, top row first.</param>
    /// <param name="isExact">Whether every pixel is kept.</param>
    /// <exception cref="MachineFaultException">The encoder found no memory.</exception>
    public static byte[] Webp(int width, int height, ReadOnlySpan<byte> rgba, bool isExact)
    {
        SKWebpEncoderOptions options = isExact
            ? new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, Effort)
            : new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality);
        return Encoded(width, height, rgba, pixmap => pixmap.Encode(options));
    }

    /// <summary>Encodes a picture as PNG.</summary>
    /// <inheritdoc cref="Webp"/>
    public static byte[] Png(int width, int height, ReadOnlySpan<byte> rgba) =>
        Encoded(width, height, rgba, pixmap => pixmap.Encode(SKPngEncoderOptions.Default));

    private static unsafe byte[] Encoded(int width, int height, ReadOnlySpan<byte> rgba, Func<SKPixmap, SKData?> encode)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, width * height * 4, nameof(rgba));
        fixed (byte* pixels = rgba)
        {
            using SKPixmap pixmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul), (nint)pixels);
            using SKData data =
                encode(pixmap) ?? throw new MachineFaultException($"a picture of {width} x {height} pixels cannot be encoded");
            return data.ToArray();
        }
    }
}
