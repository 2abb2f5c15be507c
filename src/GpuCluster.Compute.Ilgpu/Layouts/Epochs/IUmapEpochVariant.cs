using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// One way to compute UMAP's epochs on a device. <see cref="UmapEpochVariants"/> finds every implementation that has a parameterless
/// constructor: a layout can select it by name, the benchmark runner times it, and tests compare it with the reference of its rule. One
/// file is enough, kernels included.
/// </summary>
internal interface IUmapEpochVariant
{
    /// <summary>Lower case, words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>The result of an epoch, up to rounding.</summary>
    UmapEpochRule Rule { get; }

    /// <summary>Loads kernels and allocates their additional memory.</summary>
    /// <param name="device">Its group size is the one to launch with.</param>
    /// <param name="data">Must outlive the returned object.</param>
    IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data);
}
