using GpuCluster.Compute.Host.Benchmarks;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.App.Benchmarks.Regress;

/// <summary>A fixed amount of work of one kind, whose time on this machine other times are divided by.</summary>
internal enum Yardstick
{
    /// <summary>10^11 operations of multiply-adds in registers, on all threads.</summary>
    Arithmetic,

    /// <summary>10^10 bytes read from memory, on all threads.</summary>
    Memory,
}

/// <summary>Says how long a yardstick takes.</summary>
internal static class Yardsticks
{
    /// <summary>Measures it, for some tenths of a second.</summary>
    public static double Seconds(this Yardstick yardstick, CancellationToken cancellation)
    {
        int threads = Environment.ProcessorCount;
        return yardstick == Yardstick.Arithmetic
            ? 100 / FmaPeak.Measure(SimdWidth.Widest, threads, cancellation)
            : 10 / ReadBandwidth.Measure(threads, cancellation);
    }
}
