using System.Runtime.InteropServices;

namespace GpuCluster.Core.Laboratory;

/// <summary>
/// What a device was measured to do at best, for a roofline (Williams, Waterman and Patterson 2009): no kernel is faster than arithmetic allows, nor than memory
/// delivers what it reads.
/// </summary>
/// <param name="Gflops">Independent multiply-adds in registers, in 10^9 operations a second.</param>
/// <param name="GbPerSecond">Reading memory far larger than the caches, in 10^9 bytes a second.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DevicePeaks(double Gflops, double GbPerSecond)
{
    /// <summary>The better of two measurements, each side by itself: whatever else a device has to do makes it seem slower, never faster.</summary>
    public DevicePeaks Best(DevicePeaks other) => new(Math.Max(Gflops, other.Gflops), Math.Max(GbPerSecond, other.GbPerSecond));

    /// <summary>The least milliseconds in which the device could do some work.</summary>
    /// <param name="operations">Floating-point operations.</param>
    /// <param name="bytes">Bytes moved.</param>
    public double LeastMilliseconds(double operations, double bytes) => Math.Max(operations / Gflops, bytes / GbPerSecond) / 1e6;

    /// <summary>How near to the roofline a run came, 1 at best. Above 1 where caches hold what was counted as memory traffic.</summary>
    public double ShareOf(double operations, double bytes, double milliseconds) => LeastMilliseconds(operations, bytes) / milliseconds;
}
