using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>
/// Sums over a row of floats, kept in double: no square of a float overflows or vanishes there, and the result is right to the last bit of
/// a float. The order of additions depends on the processor's vector width only, never on the number of threads.
/// </summary>
internal static class DoubleSum
{
    /// <summary>
    /// How many features lie between two looks at the bound: rare enough to cost nothing, often enough to leave far rows early.
    /// </summary>
    private const int FeaturesPerCheck = 128;

    /// <summary>The sum of squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfSquares(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var first, out var second);
            low += first * first;
            high += second * second;
        }

        var sum = Vector.Sum(low + high);
        foreach (double value in row[(vectors.Length * Vector<float>.Count)..])
        {
            sum += value * value;
        }

        return sum;
    }

    /// <summary>The sum of products of two rows of d values; the same to the last bit either way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfProducts(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rights = MemoryMarshal.Cast<float, Vector<float>>(right)[..lefts.Length];
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        for (var vector = 0; vector < lefts.Length; vector++)
        {
            Vector.Widen(lefts[vector], out var leftLow, out var leftHigh);
            Vector.Widen(rights[vector], out var rightLow, out var rightHigh);
            low += leftLow * rightLow;
            high += leftHigh * rightHigh;
        }

        var sum = Vector.Sum(low + high);
        for (var feature = lefts.Length * Vector<float>.Count; feature < left.Length; feature++)
        {
            sum += (double)left[feature] * right[feature];
        }

        return sum;
    }

    /// <summary>Adds scale x row to a sum of d values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> sum, ReadOnlySpan<float> row, double scale)
    {
        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<double>(scale);
        for (var vector = 0; vector < rows.Length; vector++)
        {
            Vector.Widen(rows[vector], out var low, out var high);
            sums[2 * vector] += low * factor;
            sums[(2 * vector) + 1] += high * factor;
        }

        for (var feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
        {
            sum[feature] += row[feature] * scale;
        }
    }

    /// <summary>The mean of a row's values.</summary>
    public static double MeanOf(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (double value in row)
        {
            sum += value;
        }

        return sum / row.Length;
    }

    /// <summary>The sum of |point - row|, or any number above <paramref name="bound"/> as soon as the sum has passed it.</summary>
    /// <param name="point">d values.</param>
    /// <param name="row">d values.</param>
    /// <param name="bound">Where the sum may stop.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfAbsoluteDifferences(ReadOnlySpan<double> point, ReadOnlySpan<float> row, double bound)
    {
        var points = MemoryMarshal.Cast<double, Vector<double>>(point);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        var vector = 0;
        while (vector < rows.Length)
        {
            var end = Math.Min(rows.Length, vector + (FeaturesPerCheck / Vector<float>.Count));
            for (; vector < end; vector++)
            {
                Vector.Widen(rows[vector], out var first, out var second);
                low += Vector.Abs(points[2 * vector] - first);
                high += Vector.Abs(points[(2 * vector) + 1] - second);
            }

            if (Vector.Sum(low + high) > bound)
            {
                return double.PositiveInfinity;
            }
        }

        var sum = Vector.Sum(low + high);
        for (var feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
        {
            sum += Math.Abs(point[feature] - row[feature]);
        }

        return sum;
    }

    /// <summary>
    /// The sum of (point - scale x (row - mean))^2, or any number above <paramref name="bound"/> as soon as the sum has passed it. The
    /// product is rounded before the subtraction (no fused step), so that a row equal to the one <paramref name="point"/> was made from
    /// gives exactly 0.
    /// </summary>
    /// <param name="point">d values.</param>
    /// <param name="row">d values.</param>
    /// <param name="scale">Factor of the row.</param>
    /// <param name="bound">Where the sum may stop.</param>
    /// <param name="mean">Taken off the row's values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfSquaredDifferences(
        ReadOnlySpan<double> point,
        ReadOnlySpan<float> row,
        double scale,
        double bound,
        double mean = 0
    )
    {
        var points = MemoryMarshal.Cast<double, Vector<double>>(point);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<double>(scale);
        var offset = new Vector<double>(mean);
        var low = Vector<double>.Zero;
        var high = Vector<double>.Zero;
        var vector = 0;
        while (vector < rows.Length)
        {
            var end = Math.Min(rows.Length, vector + (FeaturesPerCheck / Vector<float>.Count));
            for (; vector < end; vector++)
            {
                Vector.Widen(rows[vector], out var first, out var second);
                first = points[2 * vector] - ((first - offset) * factor);
                second = points[(2 * vector) + 1] - ((second - offset) * factor);
                low += first * first;
                high += second * second;
            }

            if (Vector.Sum(low + high) > bound)
            {
                return double.PositiveInfinity;
            }
        }

        var sum = Vector.Sum(low + high);
        for (var feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
        {
            var difference = point[feature] - ((row[feature] - mean) * scale);
            sum += difference * difference;
        }

        return sum;
    }
}
