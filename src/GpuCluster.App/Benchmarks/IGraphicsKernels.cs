using GpuCluster.Core.Benchmarks;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Benchmarks;

/// <summary>
/// Kernels of the device that draws for the benchmark runner. An implementation with a constructor without parameters is found by
/// <see cref="BenchmarkDevice"/>: one file is enough.
/// </summary>
internal interface IGraphicsKernels
{
    /// <summary>The variants to run.</summary>
    /// <param name="graphics">Outlives them; the benchmark runner owns it.</param>
    IEnumerable<KernelVariant> On(GraphicsDevice graphics);
}
