using GpuCluster.Core.Benchmarks;

namespace GpuCluster.App.Benchmarks;

/// <summary>What one variant did at one size on one device.</summary>
/// <param name="Device">As --devices names it.</param>
/// <param name="Kernel">What was computed.</param>
/// <param name="Variant">How.</param>
/// <param name="Size">How much.</param>
/// <param name="Milliseconds">The median of the runs that count.</param>
/// <param name="Operations">Floating-point operations of a run; 0 where only data moves, NaN if the number is unknown.</param>
/// <param name="Bytes">Bytes that a run has to move at least.</param>
/// <param name="ShareOfPeak">How near to the device's roofline; null if it has none, or if the number of operations is unknown.</param>
/// <param name="MaxRelativeError">Against the reference in double.</param>
internal sealed record BenchmarkRow(
    string Device,
    string Kernel,
    string Variant,
    KernelSize Size,
    double Milliseconds,
    double Operations,
    double Bytes,
    double? ShareOfPeak,
    double MaxRelativeError
)
{
    /// <summary>10^9 operations a second, or null if only data moves or the number is unknown.</summary>
    public double? Gflops => Operations > 0 ? Operations / Milliseconds / 1e6 : null;

    /// <summary>Samples a second.</summary>
    public double SamplesPerSecond => Size.N / Milliseconds * 1000;

    /// <summary>10^9 bytes a second, counting what has to move at least.</summary>
    public double GbPerSecond => Bytes / Milliseconds / 1e6;
}
