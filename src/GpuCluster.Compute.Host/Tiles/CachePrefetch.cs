using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// Asks for memory that is read soon, so that it comes while something else is computed. A hint: no result depends on it, any address will
/// do, and where the processor has no such instruction nothing happens.
/// </summary>
internal static unsafe class CachePrefetch
{
    private const int CacheLineFloats = 16;

    /// <summary>One cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(float* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>The cache line of a value, which need not be one of an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<T>(ref readonly T value)
        where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in value)));
    }

    /// <summary>A row, into the second-level cache: many lines at once would push out of the first what is being read.</summary>
    public static void Read(ReadOnlySpan<float> row)
    {
        if (!Sse.IsSupported)
            return;

        // Not pinned: were the row to move now, the hint would be a useless one.
        float* start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(row));
        for (int at = 0; at < row.Length; at += CacheLineFloats)
            Sse.Prefetch1(start + at);
    }
}
