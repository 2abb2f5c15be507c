namespace GpuCluster.Compute.Host.Rows;

/// <summary>
/// Scales rows to length 1. Lengths are summed in double, whose exponent holds the square of every float, so that rows of 1e38 or of 1e-40
/// neither overflow nor vanish. A zero row has no direction and stays zero.
/// </summary>
public static class RowNormaliser
{
    /// <summary>1 / |row|; 0 for a zero row.</summary>
    public static double InverseLength(ReadOnlySpan<float> row)
    {
        double squared = DoubleSum.OfSquares(row);
        return squared > 0 ? 1 / Math.Sqrt(squared) : 0;
    }

    /// <summary>Writes the unit row.</summary>
    /// <param name="row">d values.</param>
    /// <param name="unit">Receives d values; may be <paramref name="row"/> itself.</param>
    public static void Normalize(ReadOnlySpan<float> row, Span<float> unit)
    {
        double inverse = InverseLength(row);
        for (int feature = 0; feature < row.Length; feature++)
            unit[feature] = (float)(row[feature] * inverse);
    }
}
