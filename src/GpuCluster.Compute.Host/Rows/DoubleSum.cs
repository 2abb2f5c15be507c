using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<double> low = Vector<double>.Zero;
        Vector<double> high = Vector<double>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            Vector.Widen(vector, out Vector<double> first, out Vector<double> second);
            low += first * first;
            high += second * second;
        }

        double sum = Vector.Sum(low + high);
        foreach (double value in row[(vectors.Length * Vector<float>.Count)..])
            sum += value * value;

        return sum;
    }

    /// <summary>The sum of products of two rows of d values; the same to the last bit either way round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfProducts(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right)[..lefts.Length];
        Vector<double> low = Vector<double>.Zero;
        Vector<double> high = Vector<double>.Zero;
        for (int vector = 0; vector < lefts.Length; vector++)
        {
            Vector.Widen(lefts[vector], out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(rights[vector], out Vector<double> rightLow, out Vector<double> rightHigh);
            low += leftLow * rightLow;
            high += leftHigh * rightHigh;
        }

        double sum = Vector.Sum(low + high);
        for (int feature = lefts.Length * Vector<float>.Count; feature < left.Length; feature++)
            sum += (double)left[feature] * right[feature];

        return sum;
    }

    /// <summary>Adds scale x row to a sum of d values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> sum, ReadOnlySpan<float> row, double scale)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<double> factor = new(scale);
        for (int vector = 0; vector < rows.Length; vector++)
        {
            Vector.Widen(rows[vector], out Vector<double> low, out Vector<double> high);
            sums[2 * vector] += low * factor;
            sums[(2 * vector) + 1] += high * factor;
        }

        for (int feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
            sum[feature] += row[feature] * scale;
    }

    /// <summary>The mean of a row's values.</summary>
    public static double MeanOf(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (double value in row)
            sum += value;

        return sum / row.Length;
    }

    /// <summary>The sum of |point - row|, or any number above <paramref name="bound"/> as soon as the sum has passed it.</summary>
    /// <param name="point">d values.</param>
    /// <param name="row">d values.</param>
    /// <param name="bound">Where the sum may stop.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfAbsoluteDifferences(ReadOnlySpan<double> point, ReadOnlySpan<float> row, double bound)
    {
        ReadOnlySpan<Vector<double>> points = MemoryMarshal.Cast<double, Vector<double>>(point);
        ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<double> low = Vector<double>.Zero;
        Vector<double> high = Vector<double>.Zero;
        int vector = 0;
        while (vector < rows.Length)
        {
            int end = Math.Min(rows.Length, vector + (FeaturesPerCheck / Vector<float>.Count));
            for (; vector < end; vector++)
            {
                Vector.Widen(rows[vector], out Vector<double> first, out Vector<double> second);
                low += Vector.Abs(points[2 * vector] - first);
                high += Vector.Abs(points[(2 * vector) + 1] - second);
            }

            if (Vector.Sum(low + high) > bound)
                return double.PositiveInfinity;
        }

        double sum = Vector.Sum(low + high);
        for (int feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
            sum += Math.Abs(point[feature] - row[feature]);

        return sum;
    }

    /// <summary>
    /// The sum of (point - row)^2, or any number above <paramref name="bound"/> as soon as the sum has passed it; for a row equal to the
    /// point exactly 0.
    /// </summary>
    /// <param name="point">d values.</param>
    /// <param name="row">d values.</param>
    /// <param name="bound">Where the sum may stop.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfSquaredDifferences(ReadOnlySpan<double> point, ReadOnlySpan<float> row, double bound)
    {
        if (!Avx512F.IsSupported)
            return OfSquaredDifferences(point, row, 1, bound);
        ref double points = ref MemoryMarshal.GetReference(point[..row.Length]);
        ref float rows = ref MemoryMarshal.GetReference(row);
        Vector512<double> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        int feature = 0;
        while (feature + (4 * Vector512<double>.Count) <= row.Length)
        {
            int end = Math.Min(row.Length, feature + FeaturesPerCheck) - (4 * Vector512<double>.Count);
            for (; feature <= end; feature += 4 * Vector512<double>.Count)
            {
                sum0 = AddSquares(ref points, ref rows, feature, sum0);
                sum1 = AddSquares(ref points, ref rows, feature + Vector512<double>.Count, sum1);
                sum2 = AddSquares(ref points, ref rows, feature + (2 * Vector512<double>.Count), sum2);
                sum3 = AddSquares(ref points, ref rows, feature + (3 * Vector512<double>.Count), sum3);
            }

            if (bound < double.PositiveInfinity && Vector512.Sum(sum0 + sum1 + (sum2 + sum3)) > bound)
                return double.PositiveInfinity;
        }

        for (; feature + Vector512<double>.Count <= row.Length; feature += Vector512<double>.Count)
            sum0 = AddSquares(ref points, ref rows, feature, sum0);
        double sum = Vector512.Sum(sum0 + sum1 + (sum2 + sum3));
        for (; feature < row.Length; feature++)
        {
            double difference = point[feature] - row[feature];
            sum += difference * difference;
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
        ReadOnlySpan<Vector<double>> points = MemoryMarshal.Cast<double, Vector<double>>(point);
        ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<double> factor = new(scale);
        Vector<double> offset = new(mean);
        Vector<double> low = Vector<double>.Zero;
        Vector<double> high = Vector<double>.Zero;
        int vector = 0;
        while (vector < rows.Length)
        {
            int end = Math.Min(rows.Length, vector + (FeaturesPerCheck / Vector<float>.Count));
            for (; vector < end; vector++)
            {
                Vector.Widen(rows[vector], out Vector<double> first, out Vector<double> second);
                first = points[2 * vector] - ((first - offset) * factor);
                second = points[(2 * vector) + 1] - ((second - offset) * factor);
                low += first * first;
                high += second * second;
            }

            if (Vector.Sum(low + high) > bound)
                return double.PositiveInfinity;
        }

        double sum = Vector.Sum(low + high);
        for (int feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
        {
            double difference = point[feature] - ((row[feature] - mean) * scale);
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AddSquares(ref double point, ref float row, int feature, Vector512<double> sum)
    {
        Vector512<double> difference =
            Vector512.LoadUnsafe(ref point, (nuint)feature)
            - Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref row, (nuint)feature));
        return Avx512F.FusedMultiplyAdd(difference, difference, sum);
    }
}
