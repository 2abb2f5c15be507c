using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>The kernels that the benchmark runner can run on a device.</summary>
public static class IlgpuBenchmarks
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    public static IReadOnlyList<KernelVariant> Variants(IlgpuDevice device) =>
        [.. KernelFamilies.Of<IDeviceKernels>(typeof(IlgpuBenchmarks).Assembly).SelectMany(family => family.On(device))];
}
