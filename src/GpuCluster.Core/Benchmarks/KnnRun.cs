using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Benchmarks;

/// <summary>A whole exact neighbour search at one size, whichever device it runs on.</summary>
/// <param name="search">Owned.</param>
/// <param name="embedding">n x d values.</param>
/// <param name="k">Neighbours, the sample itself included; no more than n.</param>
/// <param name="metric">How distance is measured.</param>
public sealed class KnnRun(IKnnSearch search, EmbeddingMatrix embedding, int k, Metric metric) : IKernelRun
{
    private KnnGraph? _found;

    /// <summary>Each pair of rows once, itself included, for both its sides: n (n + 1) / 2 products of d multiply-adds.</summary>
    public double Operations => (double)embedding.Rows * (embedding.Rows + 1) * embedding.Columns;

    /// <summary>The rows in, neighbours and distances out.</summary>
    public double Bytes => sizeof(float) * ((double)embedding.Rows * embedding.Columns + (2.0 * embedding.Rows * k));

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation) => _found = search.Search(embedding, k, metric, NoProgress.Instance, cancellation);

    /// <inheritdoc/>
    public double MaxRelativeError() => NeighbourReference.MaxRelativeError(embedding, metric, _found!);

    /// <inheritdoc/>
    public void Dispose() => search.Dispose();
}
