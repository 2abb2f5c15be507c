using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Scales rows to length 1. Lengths are summed in double, whose exponent holds the square of every float, so that rows of 1e38 or of 1e-40 neither
/// overflow nor vanish. A zero row has no direction and stays zero.
/// </summary>
public static class RowNormalizer
{
    /// <summary>1 / |row|; 0 for a zero row.</summary>
    public static double InverseLength(ReadOnlySpan<float> row)
    {
        var squared = WideSum.OfSquares(row);
        return squared > 0 ? 1 / Math.Sqrt(squared) : 0;
    }

    /// <summary>Writes the unit row.</summary>
    /// <param name="row">d values.</param>
    /// <param name="unit">Receives d values; may be <paramref name="row"/> itself.</param>
    public static void Normalize(ReadOnlySpan<float> row, Span<float> unit)
    {
        var inverse = InverseLength(row);
        for (var feature = 0; feature < row.Length; feature++)
        {
            unit[feature] = (float)(row[feature] * inverse);
        }
    }

    /// <summary>A copy of the embedding with unit rows.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    public static EmbeddingMatrix Normalize(EmbeddingMatrix embedding, int threads)
    {
        var unit = new float[embedding.Values.Length];
        var columns = embedding.Columns;
        Parallel.For(
            0,
            embedding.Rows,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            row => Normalize(embedding.Row(row), unit.AsSpan(row * columns, columns)));
        return new EmbeddingMatrix(embedding.Rows, columns, unit);
    }
}
