using GpuCluster.Core.Samples;
using SkiaSharp;

namespace GpuCluster.Data.Pictures;

/// <summary>How two pictures differ, pixel by pixel, the one of fewer pixels scaled to the size of the other.</summary>
/// <param name="Picture">The absolute difference of each channel times <see cref="Gain"/>, at most 255; opaque.</param>
/// <param name="Mean">The mean of all absolute differences, 0 to 255.</param>
/// <param name="Max">The largest, 0 to 255.</param>
public sealed record PictureDifference(DecodedImage Picture, double Mean, int Max)
{
    /// <summary>How much the shown difference is amplified.</summary>
    public const int Gain = 8;

    /// <summary>Compares two pictures.</summary>
    /// <param name="first">Opaque.</param>
    /// <param name="second">Opaque; of another shape it is stretched, or stretches the first.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PictureDifference Of(DecodedImage first, DecodedImage second, CancellationToken cancellation)
    {
        bool isFirstLarger = (long)first.Width * first.Height >= (long)second.Width * second.Height;
        (DecodedImage large, DecodedImage small) = isFirstLarger ? (first, second) : (second, first);
        cancellation.ThrowIfCancellationRequested();
        ReadOnlyMemory<byte> scaled = Enlarged(small, large.Width, large.Height);
        byte[] shown = new byte[large.Rgba.Length];
        long sum = 0;
        int max = 0;
        int stride = large.Width * 4;
        for (int y = 0; y < large.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> a = large.Rgba.Span.Slice(y * stride, stride),
                b = scaled.Span.Slice(y * stride, stride);
            Span<byte> target = shown.AsSpan(y * stride, stride);
            for (int i = 0; i < stride; i++)
            {
                int apart = Math.Abs(a[i] - b[i]);
                if (i % 4 == 3)
                {
                    target[i] = 255;
                    continue;
                }

                sum += apart;
                max = Math.Max(max, apart);
                target[i] = (byte)Math.Min(255, Gain * apart);
            }
        }

        return new PictureDifference(large with { Rgba = shown }, sum / (3.0 * large.Width * large.Height), max);
    }

    // Catmull-Rom passes through the pixels that it is given, so that a picture of the same size is not softened.
    private static unsafe ReadOnlyMemory<byte> Enlarged(DecodedImage image, int width, int height)
    {
        if ((image.Width, image.Height) == (width, height))
            return image.Rgba;
        byte[] rgba = new byte[checked(width * height * 4)];
        fixed (
            byte* from = image.Rgba.Span,
                to = rgba
        )
        {
            using SKPixmap source = new(Info(image.Width, image.Height), (nint)from);
            using SKPixmap target = new(Info(width, height), (nint)to);
            if (!source.ScalePixels(target, new SKSamplingOptions(SKCubicResampler.CatmullRom)))
                throw new InvalidOperationException("The picture was not scaled.");
        }

        return rgba;
    }

    private static SKImageInfo Info(int width, int height) => new(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
}
