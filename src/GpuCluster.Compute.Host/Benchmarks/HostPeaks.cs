using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>The processor's roofline.</summary>
public static class HostPeaks
{
    /// <summary>Measures arithmetic in the register width that gives the most, and memory.</summary>
    public static DevicePeaks Measure(int threads, CancellationToken cancellation) =>
        new(HostKernels.Widths.Max(width => FmaPeak.Measure(width, threads, cancellation)), ReadBandwidth.Measure(threads, cancellation));
}
