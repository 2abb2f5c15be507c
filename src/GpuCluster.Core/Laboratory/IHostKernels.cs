namespace GpuCluster.Core.Laboratory;

/// <summary>Kernels of the host for the laboratory. An implementation with a constructor without parameters is found by its room's laboratory: one file is enough.</summary>
public interface IHostKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="threads">Threads that a kernel may use.</param>
    IEnumerable<KernelVariant> On(int threads);
}
