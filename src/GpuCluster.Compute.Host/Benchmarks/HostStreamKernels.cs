using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>Positions of an epoch on their way to the memory that is drawn from.</summary>
public sealed class HostStreamKernels : IHostKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        [
            new(
                "stream",
                "positions out",
                "reorder",
                (size, seed) =>
                    new PositionsRun(size, seed, (graph, initial, options) => new HostUmapStepper(graph, initial, options, threads))
            ),
        ];
}
