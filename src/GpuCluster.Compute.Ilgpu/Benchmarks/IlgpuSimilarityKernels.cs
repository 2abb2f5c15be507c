using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>
/// One sample against all, and a tile, with several launch shapes. The rows are on the device already; the copy of the cosines to the host
/// is included.
/// </summary>
public sealed class IlgpuSimilarityKernels : IDeviceKernels
{
    private const int Tile = 256;

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(IlgpuDevice device)
    {
        LaunchShape[] shapes = [.. LaunchShapes.On(device)];
        foreach (LaunchShape shape in shapes.DistinctBy(each => each.GroupSize))
        {
            yield return new KernelVariant(
                "similarity",
                "cosine row",
                $"group-{shape.GroupSize}",
                (size, seed) => Prepare(device.With(shape), size, seed, 1, size.N)
            );
        }

        foreach (LaunchShape shape in shapes.DistinctBy(each => (each.BlockColumns, each.BlockRows)))
        {
            yield return new KernelVariant(
                "similarity",
                "cosine tile",
                $"block-{shape.BlockColumns}x{shape.BlockRows}",
                (size, seed) => Prepare(device.With(shape), size, seed, Math.Min(Tile, size.N), Math.Min(Tile, size.N))
            );
        }
    }

    private static CosineTileRun Prepare(IlgpuDevice device, KernelSize size, ulong seed, int rows, int columns)
    {
        EmbeddingMatrix embedding = SyntheticRows.Create(size, seed);
        return new CosineTileRun(new IlgpuCosineSimilarity(device, embedding), embedding, rows, columns);
    }
}
