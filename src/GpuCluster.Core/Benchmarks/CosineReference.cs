using GpuCluster.Core.Embeddings;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Checks cosines against ones summed term by term in double.</summary>
public static class CosineReference
{
    /// <summary>Columns of a row that are checked.</summary>
    private const int MaxColumns = 256;

    /// <summary>The cosine of two rows; 0 where one has no direction.</summary>
    public static double Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0,
            leftSquares = 0,
            rightSquares = 0;
        for (int j = 0; j < left.Length; j++)
        {
            product += (double)left[j] * right[j];
            leftSquares += (double)left[j] * left[j];
            rightSquares += (double)right[j] * right[j];
        }

        return leftSquares > 0 && rightSquares > 0 ? product / Math.Sqrt(leftSquares) / Math.Sqrt(rightSquares) : 0;
    }

    /// <summary>
    /// The largest error of one row of a tile of cosines that starts at sample 0 both ways. The largest cosine is 1, so it is relative
    /// already.
    /// </summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="row">The row, a sample.</param>
    /// <param name="found">Its cosines with the first samples.</param>
    public static double MaxRelativeError(EmbeddingMatrix embedding, int row, ReadOnlySpan<float> found)
    {
        int columns = Math.Min(MaxColumns, found.Length);
        double error = 0;
        for (int question = 0; question < columns; question++)
        {
            int column = (int)((long)question * found.Length / columns);
            error = Math.Max(error, Math.Abs(found[column] - Of(embedding.Row(row), embedding.Row(column))));
        }

        return error;
    }
}
