using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Joins;

/// <summary>
/// Distances of named candidates, measured as the searches measure theirs: to the last bit the same for the same two rows. For one thread.
/// </summary>
public sealed class CandidateRanking
{
    private readonly ExactDistances _distances;

    /// <summary>Prepares rows.</summary>
    /// <param name="rows">n x d values.</param>
    /// <param name="metric">The distance between two rows.</param>
    /// <param name="cancellation">Stops the work.</param>
    public CandidateRanking(EmbeddingMatrix rows, Metric metric, CancellationToken cancellation) =>
        _distances = new ExactDistances(rows, metric, RowTransform.Of(rows, metric, 1, cancellation));

    /// <summary>Measures from a row.</summary>
    /// <param name="row">0 to n - 1.</param>
    /// <param name="candidates">Rows.</param>
    /// <param name="distances">Receives as many distances.</param>
    public void Measure(int row, ReadOnlySpan<int> candidates, Span<float> distances)
    {
        _distances.From(row);
        for (int i = 0; i < candidates.Length; i++)
            distances[i] = BoundedHeap.Distance(BoundedHeap.Entry(_distances.To(candidates[i], float.PositiveInfinity), candidates[i]));
    }
}
