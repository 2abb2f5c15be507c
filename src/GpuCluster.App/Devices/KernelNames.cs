namespace GpuCluster.App.Devices;

/// <summary>Which kernels stages run with, by the names that the benchmark runner gives them.</summary>
/// <param name="Knn">Of the neighbour search; null: the device's usual one.</param>
/// <param name="Layout">Of UMAP's epochs; null: the device's usual one.</param>
internal sealed record KernelNames(string? Knn, string? Layout)
{
    /// <summary>The usual ones.</summary>
    public static KernelNames Usual { get; } = new(null, null);
}
