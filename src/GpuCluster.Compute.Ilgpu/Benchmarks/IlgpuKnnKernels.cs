using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>
/// The exact search with several launch shapes, including the copies of the embedding to the device and of the neighbours back.
/// </summary>
public sealed class IlgpuKnnKernels : IDeviceKernels
{
    private const int Neighbours = 16;

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(IlgpuDevice device) =>
        LaunchShapes
            .On(device)
            .Select(shape => new KernelVariant(
                "knn",
                "all pairs",
                LaunchShapes.NameOf(shape),
                (size, seed) =>
                {
                    EmbeddingMatrix rows = SyntheticRows.Create(size, seed);
                    return new KnnRun(
                        new IlgpuKnnSearch(device, LaunchShapes.NameOf(shape)),
                        rows,
                        Math.Min(Neighbours, rows.Rows),
                        Metric.Euclidean
                    );
                }
            ));
}
