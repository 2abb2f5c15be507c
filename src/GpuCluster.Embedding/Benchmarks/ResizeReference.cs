using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// Antialiased resizing in double and without rounding, a pixel at a time: the mean of the source's pixels weighted by the filter, which is
/// widened by the reduction. It has its own filters, from their publications, so that an error in the kernels' is found.
/// </summary>
internal static class ResizeReference
{
    /// <summary>Pixels that are checked of a picture, spread over it.</summary>
    private const int Checked = 40;

    /// <summary>The largest error of a value, with white as 1.</summary>
    /// <param name="image">The source.</param>
    /// <param name="filter">How it was resized.</param>
    /// <param name="side">Pixels of the resized shorter side; the longer side is cropped to its middle.</param>
    /// <param name="planes">A kernel's result: 3 x side x side values of 0..1.</param>
    public static double MaxError(DecodedImage image, ResampleFilter filter, int side, ReadOnlySpan<float> planes)
    {
        int shorter = Math.Min(image.Width, image.Height);
        int width = (int)((long)image.Width * side / shorter),
            height = (int)((long)image.Height * side / shorter);
        int pixels = side * side;
        double error = 0;
        for (int question = 0; question < Checked; question++)
        {
            // The last one is the last pixel, so that edges are asked as well.
            int pixel = (int)((long)question * (pixels - 1) / (Checked - 1)),
                channel = question % 3;
            double expected =
                ValueAt(
                    image,
                    filter,
                    (width, height),
                    ((pixel % side) + ((width - side) / 2), (pixel / side) + ((height - side) / 2)),
                    channel
                ) / byte.MaxValue;
            error = Math.Max(error, Math.Abs(planes[(channel * pixels) + pixel] - expected));
        }

        return error;
    }

    private static double ValueAt(DecodedImage image, ResampleFilter filter, (int Width, int Height) size, (int X, int Y) at, int channel)
    {
        double[] across = Weights(image.Width, size.Width, at.X, filter),
            down = Weights(image.Height, size.Height, at.Y, filter);
        double sum = 0;
        for (int y = 0; y < down.Length; y++)
        {
            for (int x = 0; x < across.Length && down[y] != 0; x++)
                sum += down[y] * across[x] * image.Rgba.Span[(((y * image.Width) + x) * 4) + channel];
        }

        return sum;
    }

    private static double[] Weights(int source, int size, int at, ResampleFilter filter)
    {
        double scale = (double)source / size;
        double[] weights =
        [
            .. Enumerable
                .Range(0, source)
                .Select(pixel => Filter(filter, Math.Abs(pixel + 0.5 - ((at + 0.5) * scale)) / Math.Max(1, scale))),
        ];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>
    /// The triangle; the cubic convolution of Keys (1981), equation 4 with a = -1/2; sinc in a sinc's window of three lobes (Duchon 1979).
    /// </summary>
    private static double Filter(ResampleFilter filter, double distance) =>
        (filter, distance) switch
        {
            (ResampleFilter.Bilinear, < 1) => 1 - distance,
            (ResampleFilter.Bicubic, < 1) => (1.5 * Math.Pow(distance, 3)) - (2.5 * Math.Pow(distance, 2)) + 1,
            (ResampleFilter.Bicubic, < 2) => (-0.5 * Math.Pow(distance, 3)) + (2.5 * Math.Pow(distance, 2)) - (4 * distance) + 2,
            (ResampleFilter.Lanczos, 0) => 1,
            (ResampleFilter.Lanczos, < 3) => 3
                * Math.Sin(Math.PI * distance)
                * Math.Sin(Math.PI * distance / 3)
                / Math.Pow(Math.PI * distance, 2),
            _ => 0,
        };
}
