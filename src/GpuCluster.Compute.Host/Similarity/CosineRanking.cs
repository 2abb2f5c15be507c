using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// The nearest samples of a vector, in their true order. Cosines in single precision cannot tell vectors apart whose directions differ by
/// less than some 3e-4 radians: their cosines are all 1. So whatever may be among the nearest, by the rounding of its cosine, is measured
/// again in double, from the differences of unit vectors.
/// </summary>
public static class CosineRanking
{
    /// <summary>More than the rounding of a cosine in single precision, on any device.</summary>
    private const float CosineError = 2e-6f;

    /// <summary>Picks the nearest k, the nearest first, ties by the lower index.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="vector">d values of any length: what the samples were compared with.</param>
    /// <param name="cosines">n values: its cosines with all samples, each right to 2e-6.</param>
    /// <param name="k">How many at most, 1 or more.</param>
    /// <param name="leftOut">A sample that does not count, the query itself; or null.</param>
    /// <param name="threads">Threads to use at most, 1 or more; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Indices of the samples, fewer than k if there are fewer samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length or a number is out of its range.</exception>
    public static int[] Nearest(
        EmbeddingMatrix embedding,
        ReadOnlySpan<float> vector,
        ReadOnlySpan<float> cosines,
        int k,
        int? leftOut,
        int threads,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, embedding.Columns, nameof(vector));
        ArgumentOutOfRangeException.ThrowIfNotEqual(cosines.Length, embedding.Rows, nameof(cosines));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int[] best = TopCosines.Of(cosines, k, leftOut);
        if (best.Length == 0)
            return best;

        float floor = cosines[best[^1]] - (2 * CosineError);
        List<int> candidates = [];
        for (int sample = 0; sample < cosines.Length; sample++)
        {
            if (cosines[sample] >= floor && sample != leftOut)
                candidates.Add(sample);
        }

        double inverse = RowNormaliser.InverseLength(vector);
        double[] point = new double[vector.Length];
        for (int feature = 0; feature < point.Length; feature++)
            point[feature] = vector[feature] * inverse;

        double[] squares = new double[candidates.Count];
        WorkQueue.Run(
            squares.Length,
            threads,
            queue =>
            {
                while (queue.TryTake(out int at))
                {
                    ReadOnlySpan<float> row = embedding.UncheckedRow(candidates[at]);
                    double scale = RowNormaliser.InverseLength(row);

                    // Without a direction the cosine is 0, which is a squared difference of 2.
                    squares[at] =
                        scale == 0 || inverse == 0 ? 2 : DoubleSum.OfSquaredDifferences(point, row, scale, double.PositiveInfinity);
                }
            },
            cancellation
        );

        // The order is stable, and the candidates ascend: ties go to the lower index.
        return [.. Enumerable.Range(0, squares.Length).OrderBy(at => squares[at]).Take(best.Length).Select(at => candidates[at])];
    }
}
