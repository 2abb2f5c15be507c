using System.Numerics;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>
/// The two hashes that near-duplicates are usually found by, for comparison: own code after their definitions (Krawetz 2011 and 2013, as in
/// the Python package ImageHash).
/// </summary>
internal static class ImageHashes
{
    /// <summary>
    /// pHash: the 8 x 8 lowest frequencies of the discrete cosine transform of 32 x 32 grey values, each a bit: above their median.
    /// </summary>
    public static ulong Perceptual(SKBitmap bitmap) => PerceptualOf(Grey(bitmap, 32, 32));

    /// <summary>dHash: 9 x 8 grey values, each a bit: brighter than its neighbour at left.</summary>
    public static ulong Difference(SKBitmap bitmap) => DifferenceOf(Grey(bitmap, 9, 8));

    /// <param name="grey">32 x 32 values, row-major.</param>
    public static ulong PerceptualOf(double[] grey)
    {
        double[,] cosines = new double[8, 32];
        foreach (int at in Enumerable.Range(0, 8 * 32))
            cosines[at / 32, at % 32] = Math.Cos(Math.PI * (at / 32) * ((2 * (at % 32)) + 1) / 64);
        double[] low = new double[64];
        for (int v = 0; v < 8; v++)
        {
            for (int u = 0; u < 8; u++)
            {
                double sum = 0;
                for (int y = 0; y < 32; y++)
                {
                    for (int x = 0; x < 32; x++)
                        sum += grey[(y * 32) + x] * cosines[u, x] * cosines[v, y];
                }

                low[(v * 8) + u] = sum;
            }
        }

        double[] sorted = [.. low.Order()];
        double median = (sorted[31] + sorted[32]) / 2;
        return Bits(low.Select(value => value > median));
    }

    /// <param name="grey">8 rows of 9 values.</param>
    public static ulong DifferenceOf(double[] grey) =>
        Bits(Enumerable.Range(0, 64).Select(bit => grey[(bit / 8 * 9) + (bit % 8) + 1] > grey[(bit / 8 * 9) + (bit % 8)]));

    /// <summary>The bits in which two hashes differ.</summary>
    public static int Distance(ulong one, ulong other) => BitOperations.PopCount(one ^ other);

    private static ulong Bits(IEnumerable<bool> bits) =>
        bits.Index().Aggregate(0UL, (hash, bit) => bit.Item ? hash | (1UL << bit.Index) : hash);

    // Area averages of the luma of ITU-R BT.601, first across, then down.
    private static double[] Grey(SKBitmap bitmap, int width, int height)
    {
        SKColor[] pixels = bitmap.Pixels;
        double[] luma = new double[pixels.Length];
        for (int at = 0; at < luma.Length; at++)
            luma[at] = (0.299 * pixels[at].Red) + (0.587 * pixels[at].Green) + (0.114 * pixels[at].Blue);
        double[] narrow = new double[width * bitmap.Height],
            grey = new double[width * height];
        for (int row = 0; row < bitmap.Height; row++)
            Average(luma.AsSpan(row * bitmap.Width), 1, bitmap.Width, narrow.AsSpan(row * width), 1, width);
        for (int column = 0; column < width; column++)
            Average(narrow.AsSpan(column), width, bitmap.Height, grey.AsSpan(column), width, height);
        // As the package does, and so that white stays one value.
        for (int at = 0; at < grey.Length; at++)
            grey[at] = Math.Round(grey[at]);
        return grey;
    }

    private static void Average(ReadOnlySpan<double> from, int step, int count, Span<double> to, int toStep, int toCount)
    {
        double size = (double)count / toCount;
        for (int at = 0; at < toCount; at++)
        {
            double sum = 0,
                start = at * size,
                end = start + size;
            for (int i = (int)start; i < Math.Min(end, count); i++)
                sum += from[i * step] * (Math.Min(end, i + 1) - Math.Max(start, i));
            to[at * toStep] = sum / size;
        }
    }
}
