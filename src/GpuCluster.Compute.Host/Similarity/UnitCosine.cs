using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Rows;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// The cosine of a vector of length 1 with a row of any length: product and squared length are summed together, so that the row is read
/// once. The sums are in single precision over runs of features and in double over the runs, right to some 1e-7 however long the row. The
/// order of additions depends on the processor's vector width only.
/// </summary>
internal static class UnitCosine
{
    /// <summary>Features of a run: with lanes of 256 bits, 32 additions to each of 32 lanes.</summary>
    private const int RunLength = 1024;

    /// <summary>
    /// The squares of a row with a smaller sum lose digits to subnormal numbers in single precision; such a row is summed in double.
    /// </summary>
    private const double MinSquareInSingle = 1e-30;

    /// <param name="unit">d values of length 1, or zeros.</param>
    /// <param name="row">d values.</param>
    /// <returns>-1..1; 0 for a zero row; NaN where a value of the row is not finite, and nowhere else.</returns>
    public static float Of(ReadOnlySpan<float> unit, ReadOnlySpan<float> row)
    {
        double product = 0,
            square = 0;
        for (int start = 0; start < row.Length; start += RunLength)
        {
            int length = Math.Min(RunLength, row.Length - start);
            AddRun(unit.Slice(start, length), row.Slice(start, length), ref product, ref square);
        }

        // What overflowed, vanished or is not finite: in double, a sum of squares is finite exactly where the values are, and 0 where they
        // are.
        if (!(square >= MinSquareInSingle && double.IsFinite(square)))
        {
            (product, square) = (DoubleSum.OfProducts(unit, row), DoubleSum.OfSquares(row));
            if (square == 0)
                return 0;
            if (!double.IsFinite(square))
                return float.NaN;
        }

        return (float)Math.Clamp(product / Math.Sqrt(square), -1, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRun(ReadOnlySpan<float> unit, ReadOnlySpan<float> row, ref double product, ref double square)
    {
        ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        ReadOnlySpan<Vector<float>> units = MemoryMarshal.Cast<float, Vector<float>>(unit)[..rows.Length];
        Vector<float> product0 = default,
            product1 = default,
            product2 = default,
            product3 = default;
        Vector<float> square0 = default,
            square1 = default,
            square2 = default,
            square3 = default;
        int vector = 0;
        for (; vector + 3 < rows.Length; vector += 4)
        {
            (Vector<float> row0, Vector<float> row1, Vector<float> row2, Vector<float> row3) = (
                rows[vector],
                rows[vector + 1],
                rows[vector + 2],
                rows[vector + 3]
            );
            product0 = Vector.MultiplyAddEstimate(units[vector], row0, product0);
            product1 = Vector.MultiplyAddEstimate(units[vector + 1], row1, product1);
            product2 = Vector.MultiplyAddEstimate(units[vector + 2], row2, product2);
            product3 = Vector.MultiplyAddEstimate(units[vector + 3], row3, product3);
            square0 = Vector.MultiplyAddEstimate(row0, row0, square0);
            square1 = Vector.MultiplyAddEstimate(row1, row1, square1);
            square2 = Vector.MultiplyAddEstimate(row2, row2, square2);
            square3 = Vector.MultiplyAddEstimate(row3, row3, square3);
        }

        for (; vector < rows.Length; vector++)
        {
            product0 = Vector.MultiplyAddEstimate(units[vector], rows[vector], product0);
            square0 = Vector.MultiplyAddEstimate(rows[vector], rows[vector], square0);
        }

        product += Vector.Sum(product0 + product1 + (product2 + product3));
        square += Vector.Sum(square0 + square1 + (square2 + square3));
        for (int feature = rows.Length * Vector<float>.Count; feature < row.Length; feature++)
        {
            product += (double)unit[feature] * row[feature];
            square += (double)row[feature] * row[feature];
        }
    }
}
