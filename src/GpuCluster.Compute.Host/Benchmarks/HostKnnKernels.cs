using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>The exact search in every register width of the processor.</summary>
public sealed class HostKnnKernels : IHostKernels
{
    private const int Neighbours = 16;

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        HostKernels.Widths.Select(width => new KernelVariant(
            "knn",
            "all pairs",
            HostKernels.NameOf(width),
            (size, seed) =>
            {
                EmbeddingMatrix rows = SyntheticRows.Create(size, seed);
                return new KnnRun(new HostKnnSearch(threads, width), rows, Math.Min(Neighbours, rows.Rows), Metric.Euclidean);
            }
        ));
}
