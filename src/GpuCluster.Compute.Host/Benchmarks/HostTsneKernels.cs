using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>
/// Epochs of t-SNE: every pair summed, and distant points taken together more and more coarsely, which is as much a question of error as of
/// time.
/// </summary>
public sealed class HostTsneKernels : IHostKernels
{
    private static readonly double[] Thetas = [0, 0.3, 0.5];

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        Thetas.Select(theta => new KernelVariant(
            "tsne",
            "epoch",
            theta == 0 ? "exact" : FormattableString.Invariant($"octree-{theta}"),
            (size, seed) =>
                new TsneEpochRun(size, seed, theta, (graph, initial, options) => new HostTsneStepper(graph, initial, options, threads))
        )
        {
            MaxError = theta == 0 ? KernelVariant.Rounding : 0.05,
        });
}
