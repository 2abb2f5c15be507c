using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Data;

/// <summary>Neighbours that came with vectors, so that none have to be searched.</summary>
/// <param name="K">Neighbours of each sample, itself included.</param>
/// <param name="Metric">The distance that they were found by.</param>
/// <param name="Read">Reads them, n x K, a sample first among its own.</param>
public sealed record DatasetNeighbours(int K, Metric Metric, Func<CancellationToken, KnnGraph> Read);
