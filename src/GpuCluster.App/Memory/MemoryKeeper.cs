using System.Runtime;

namespace GpuCluster.App.Memory;

/// <summary>
/// Gives memory that is no longer used back to the system while a window is open or a worker works, which may be for hours. By themselves
/// neither the runtime nor the C library do so while the machine has memory left: the runtime collects large arrays only when there are
/// more than a multiple of those in use, and does not move them together.
/// </summary>
internal sealed class MemoryKeeper : IDisposable
{
    /// <summary>Garbage and gaps of the managed heap that are left alone: less is not worth a pause of some milliseconds.</summary>
    private const long AllowedBytes = 16L << 20;

    /// <summary>The same as a share of what is in use: the more there is, the longer a collection takes.</summary>
    private const double AllowedShare = 0.25;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly Timer _timer;

    /// <summary>Begins.</summary>
    public MemoryKeeper()
    {
        NativeHeap.GiveLargeBlocksBack();
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Collects if it is worth it.</summary>
    /// <returns>Whether it did.</returns>
    internal static bool Look()
    {
        NativeHeap.GiveFreePagesBack();
        GCMemoryInfo full = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        if (!IsWorthIt(GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes, full.HeapSizeBytes - full.FragmentedBytes))
            return false;
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return true;
    }

    /// <summary>Whether a collection gives much back.</summary>
    /// <param name="heap">Bytes of the managed heap now.</param>
    /// <param name="used">Bytes in use after the last full collection; 0 before the first.</param>
    internal static bool IsWorthIt(long heap, long used) => heap - used > Math.Max(AllowedBytes, (long)(AllowedShare * used));
}
