using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Graphs;

/// <summary>Finds nearest neighbours on one device.</summary>
public interface IKnnSearch : IDisposable
{
    /// <summary>The k nearest neighbours of every row, the row itself included.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="k">1 to n.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="progress">Receives the share of tiles done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the search between tiles.</param>
    KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, IStageProgress progress, CancellationToken cancellation);
}
