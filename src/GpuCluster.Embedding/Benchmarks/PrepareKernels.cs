using GpuCluster.Core.Benchmarks;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// Pictures of 640 x 480 resized to a model's square, by each filter that models name: a wider filter costs more and blurs less.
/// </summary>
public sealed class PrepareKernels : IHostKernels
{
    /// <summary>Bytes are rounded twice, after each axis: by half a step of 255 each.</summary>
    private const double RoundingOfBytes = 1.0 / 255;

    private static readonly (string Name, ResampleFilter Filter)[] Filters =
    [
        ("bilinear", ResampleFilter.Bilinear),
        ("bicubic", ResampleFilter.Bicubic),
        ("lanczos", ResampleFilter.Lanczos),
    ];

    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(int threads) =>
        Filters.Select(each => new KernelVariant(
            "embed",
            "resize",
            each.Name,
            (size, seed) => new PrepareRun(size, seed, each.Filter, threads)
        )
        {
            MaxError = 1.5 * RoundingOfBytes,
        });
}
