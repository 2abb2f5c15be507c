using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>Rows with their own mean taken off: their cosines are the correlations of the rows. A copy of X.</summary>
public static class CentredRows
{
    /// <summary>Makes the copy.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static EmbeddingMatrix Of(EmbeddingMatrix embedding, int threads, CancellationToken cancellation)
    {
        EmbeddingBuffer centred = new(embedding.Rows, embedding.Columns);
        WorkQueue.Run(
            embedding.Rows,
            threads,
            queue =>
            {
                while (queue.TryTake(out int row))
                {
                    ReadOnlySpan<float> values = embedding.Row(row);
                    double mean = DoubleSum.MeanOf(values);
                    Span<float> target = centred.Row(row);
                    for (int feature = 0; feature < values.Length; feature++)
                        target[feature] = (float)(values[feature] - mean);
                }
            },
            cancellation
        );
        return centred.Take();
    }
}
