using System.Runtime.InteropServices;

namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// The measured peak rates of a device, for a roofline (Williams, Waterman and Patterson 2009): arithmetic and memory bandwidth bound every
/// kernel.
/// </summary>
/// <param name="Gflops">Independent multiply-adds in registers, in 10^9 operations a second.</param>
/// <param name="GbPerSecond">Reading memory far larger than the caches, in 10^9 bytes a second.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DevicePeaks(double Gflops, double GbPerSecond)
{
    /// <summary>
    /// The better of two measurements, for each rate separately: other work on the device only makes a measurement slower.
    /// </summary>
    public DevicePeaks Best(DevicePeaks other) => new(Math.Max(Gflops, other.Gflops), Math.Max(GbPerSecond, other.GbPerSecond));

    /// <summary>The lower bound of a kernel's time, in milliseconds.</summary>
    /// <param name="operations">Floating-point operations.</param>
    /// <param name="bytes">Bytes moved.</param>
    public double MinMilliseconds(double operations, double bytes) => Math.Max(operations / Gflops, bytes / GbPerSecond) / 1e6;

    /// <summary>
    /// The share of the roofline that a run reached, usually at most 1. Above 1 if caches hold what was counted as memory traffic.
    /// </summary>
    public double ShareOf(double operations, double bytes, double milliseconds) => MinMilliseconds(operations, bytes) / milliseconds;
}
