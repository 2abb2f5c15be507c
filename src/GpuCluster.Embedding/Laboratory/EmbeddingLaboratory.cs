using GpuCluster.Core.Laboratory;

namespace GpuCluster.Embedding.Laboratory;

/// <summary>What the laboratory can run on the way from pictures to vectors without a model.</summary>
public static class EmbeddingLaboratory
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    /// <param name="threads">Threads that a kernel may use.</param>
    public static IReadOnlyList<KernelVariant> Variants(int threads) =>
        [.. KernelFamilies.Of<IHostKernels>(typeof(EmbeddingLaboratory).Assembly).SelectMany(family => family.On(threads))];
}
