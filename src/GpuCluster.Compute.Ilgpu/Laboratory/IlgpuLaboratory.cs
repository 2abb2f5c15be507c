using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Ilgpu.Laboratory;

/// <summary>The kernels that the laboratory can run on a device.</summary>
public static class IlgpuLaboratory
{
    /// <summary>Every variant of every kernel in this room, by the names of the types.</summary>
    public static IReadOnlyList<KernelVariant> Variants(IlgpuDevice device) =>
        [.. KernelFamilies.Of<IDeviceKernels>(typeof(IlgpuLaboratory).Assembly).SelectMany(family => family.On(device))];
}
