using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>Epochs of UMAP in every register width of the processor: each lane follows a head through its actions.</summary>
public sealed class HostUmapKernels : IHostKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        HostKernels.Widths.Select(width => new KernelVariant(
            "umap",
            "epoch",
            HostKernels.NameOf(width),
            (size, seed) =>
                new UmapEpochRun(
                    size,
                    seed,
                    UmapEpochRule.HeadsInSequence,
                    (graph, initial, options) => new HostUmapStepper(graph, initial, options, threads, width: width),
                    orderOf: HostUmapStepper.OrderOf
                )
        ));
}
