using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>
/// Kernels of a device for the benchmark runner. <see cref="IlgpuBenchmarks"/> finds every implementation that has a parameterless
/// constructor; no list has to be changed.
/// </summary>
public interface IDeviceKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="device">Outlives them; the benchmark runner owns it.</param>
    IEnumerable<KernelVariant> On(IlgpuDevice device);
}
