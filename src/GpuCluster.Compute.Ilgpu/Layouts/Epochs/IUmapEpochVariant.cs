using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// One way to compute UMAP's epochs on a device. An implementation with a constructor without parameters is found by <see cref="UmapEpochVariants"/>: it can be chosen by its name for a
/// layout, the laboratory times it, and tests hold it to the reference of its rule. One file is enough, kernels included.
/// </summary>
internal interface IUmapEpochVariant
{
    /// <summary>Lower case, words joined by hyphens.</summary>
    string Name { get; }

    /// <summary>What an epoch comes to, up to rounding.</summary>
    UmapEpochRule Rule { get; }

    /// <summary>Loads kernels and allocates what they need beside the data.</summary>
    /// <param name="device">Its group size is the one to launch with.</param>
    /// <param name="data">Outlives what is returned.</param>
    IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data);
}
