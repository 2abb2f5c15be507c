using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>What the benchmark runner can run on the host.</summary>
public static class HostBenchmarks
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    public static IReadOnlyList<KernelVariant> Variants(int threads) =>
        [.. KernelFamilies.Of<IHostKernels>(typeof(HostBenchmarks).Assembly).SelectMany(family => family.On(threads))];
}
