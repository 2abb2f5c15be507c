using GpuCluster.Core.Laboratory;

namespace GpuCluster.Compute.Host.Laboratory;

/// <summary>Kernels of the host for the laboratory. An implementation with a constructor without parameters is found by <see cref="HostLaboratory"/>: one file is enough.</summary>
public interface IHostKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="threads">Threads that a kernel may use.</param>
    IEnumerable<KernelVariant> On(int threads);
}
