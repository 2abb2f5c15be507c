namespace GpuCluster.Core.Benchmarks;

/// <summary>One way to compute something on one device, for the benchmark runner.</summary>
/// <param name="Bench">The benchmark it belongs to, as `bench` names it: knn, similarity, umap, stream …</param>
/// <param name="Kernel">What is computed; kernels of one name are comparable.</param>
/// <param name="Variant">How it is computed: register width, tile, group size, way of writing. Unique among the kernel's variants on a
/// device.</param>
/// <param name="Prepare">Makes the data for a size from a seed and puts it where the kernel runs. The caller disposes.</param>
public sealed record KernelVariant(string Bench, string Kernel, string Variant, Func<KernelSize, ulong, IKernelRun> Prepare)
{
    /// <summary>The largest error that rounding may cause, with a margin.</summary>
    public const double Rounding = 1e-3;

    /// <summary>A result farther from the reference is wrong. Above <see cref="Rounding"/> for kernels that approximate.</summary>
    public double MaxError { get; init; } = Rounding;
}
