using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>What the benchmark runner can run on the way from pictures to vectors without a model.</summary>
public static class EmbeddingBenchmarks
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    /// <param name="threads">Threads that a kernel may use.</param>
    public static IReadOnlyList<KernelVariant> Variants(int threads) =>
        [.. KernelFamilies.Of<IHostKernels>(typeof(EmbeddingBenchmarks).Assembly).SelectMany(family => family.On(threads))];
}
