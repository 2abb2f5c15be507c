namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// Kernels of the host for the benchmark runner. The benchmark runner finds every implementation that has a parameterless constructor; no
/// list has to be changed.
/// </summary>
public interface IHostKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="threads">Threads that a kernel may use.</param>
    IEnumerable<KernelVariant> On(int threads);
}
