using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>Writes pictures as PNG.</summary>
public static class PngWriter
{
    /// <summary>
    /// Writes a picture into a stream. Result files are opened by Data's AtomicFile, so that no reader sees a partly written file.
    /// </summary>
    /// <param name="stream">Receives the whole PNG, forward only.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgba">height x width pixels of 4 bytes, R G B A, alpha not premultiplied, top row first, no padding.</param>
    public static unsafe void Write(Stream stream, int width, int height, ReadOnlySpan<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, checked(width * height * 4), nameof(rgba));
        fixed (byte* pixels = rgba)
        {
            using SKPixmap pixmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), (nint)pixels);
            using SKData png =
                pixmap.Encode(SKPngEncoderOptions.Default)
                ?? throw new InvalidOperationException($"A picture of {width} x {height} cannot be encoded.");
            png.SaveTo(stream);
        }
    }
}
