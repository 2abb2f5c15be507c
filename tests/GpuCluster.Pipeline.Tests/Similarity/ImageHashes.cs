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

    // Area averages of the luma of ITU-R BT.601.
    private static double[] Grey(SKBitmap bitmap, int width, int height)
    {
        SKColor[] pixels = bitmap.Pixels;
        double[] grey = new double[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double sum = 0,
                    area = 0;
                double left = (double)x * bitmap.Width / width,
                    right = (double)(x + 1) * bitmap.Width / width,
                    top = (double)y * bitmap.Height / height,
                    bottom = (double)(y + 1) * bitmap.Height / height;
                for (int row = (int)top; row < bottom; row++)
                {
                    for (int column = (int)left; column < right; column++)
                    {
                        double share =
                            (Math.Min(right, column + 1) - Math.Max(left, column)) * (Math.Min(bottom, row + 1) - Math.Max(top, row));
                        SKColor pixel = pixels[(Math.Min(row, bitmap.Height - 1) * bitmap.Width) + Math.Min(column, bitmap.Width - 1)];
                        sum += share * ((0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue));
                        area += share;
                    }
                }

                // As the package does, and so that white stays one value.
                grey[(y * width) + x] = Math.Round(sum / area);
            }
        }

        return grey;
    }
}
