using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Graphs;

/// <summary>Plans which samples are compared, so that a device need not compute all pairs.</summary>
public interface ITilePlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="k">Neighbours wanted, 1 to n, the sample itself included.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="cancellation">Stops the work.</param>
    TilePlan Plan(EmbeddingMatrix embedding, int k, Metric metric, CancellationToken cancellation);
}
