using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Host.Laboratory;

/// <summary>What the laboratory can run on the host.</summary>
public static class HostLaboratory
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    public static IReadOnlyList<KernelVariant> Variants(int threads) =>
        [.. KernelFamilies.Of<IHostKernels>(typeof(HostLaboratory).Assembly).SelectMany(family => family.On(threads))];
}
