using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Ilgpu.Laboratory;

/// <summary>Kernels of a device for the laboratory. An implementation with a constructor without parameters is found by <see cref="IlgpuLaboratory"/>: one file is enough.</summary>
public interface IDeviceKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="device">Outlives them; the laboratory owns it.</param>
    IEnumerable<KernelVariant> On(IlgpuDevice device);
}
