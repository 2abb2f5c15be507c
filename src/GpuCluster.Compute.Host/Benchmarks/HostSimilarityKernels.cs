using System.Numerics;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>One sample against all, which memory paces, and tiles of growing size, in which columns are read once for many rows.</summary>
public sealed class HostSimilarityKernels : IHostKernels
{
    private static readonly int[] Tiles = [16, 64, 256];

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads)
    {
        string width = $"vector{8 * sizeof(float) * Vector<float>.Count}";
        yield return new KernelVariant("similarity", "cosine row", width, (size, seed) => Prepare(size, seed, 1, size.N, threads));
        foreach (int tile in Tiles)
        {
            yield return new KernelVariant(
                "similarity",
                "cosine tile",
                $"{width}, {tile} x {tile}",
                (size, seed) => Prepare(size, seed, Math.Min(tile, size.N), Math.Min(tile, size.N), threads)
            );
        }
    }

    private static CosineTileRun Prepare(KernelSize size, ulong seed, int rows, int columns, int threads)
    {
        EmbeddingMatrix embedding = SyntheticRows.Create(size, seed);
        return new CosineTileRun(new HostCosineSimilarity(embedding, threads), embedding, rows, columns);
    }
}
