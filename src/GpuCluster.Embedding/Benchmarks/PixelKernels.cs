using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>Pixels as features, as they are and centred at unit length.</summary>
public sealed class PixelKernels : IHostKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        [
            new(
                "embed",
                "pixels",
                "brightness",
                (size, seed) =>
                    new PixelRun(
                        size,
                        seed,
                        isCentred: false,
                        pixels =>
                            PixelEmbedder.Embed(
                                new ImageStack(size.N, size.D, size.D, pixels),
                                threads,
                                NoProgress.Instance,
                                CancellationToken.None
                            )
                    )
            ),
            new(
                "embed",
                "pixels",
                "centred",
                (size, seed) =>
                    new PixelRun(
                        size,
                        seed,
                        isCentred: true,
                        pixels => CentredPixelEmbedder.Embed(pixels, size.D * size.D, threads, NoProgress.Instance, CancellationToken.None)
                    )
            ),
        ];
}
