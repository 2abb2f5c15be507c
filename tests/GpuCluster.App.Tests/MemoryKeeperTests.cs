using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.App.Memory;

namespace GpuCluster.App.Tests;

/// <summary>What a window gives back to the system.</summary>
public sealed class MemoryKeeperTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(14, 0, false)]
    [InlineData(20, 0, true)]
    [InlineData(124, 100, false)]
    [InlineData(130, 100, true)]
    [InlineData(30, 20, false)]
    [InlineData(40, 20, true)]
    [InlineData(1200, 1000, false)]
    [InlineData(1300, 1000, true)]
    public void The_heap_is_collected_when_16_MB_and_a_quarter_may_come_free(long heap, long used, bool isWorthIt) =>
        Assert.Equal(isWorthIt, MemoryKeeper.IsWorthIt(heap * Megabyte, used * Megabyte));

    [Fact]
    public void Large_arrays_that_nothing_uses_are_collected()
    {
        // More than what is worth a collection, whatever other tests of this process hold.
        GC.Collect();
        long held = GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes;
        WeakReference[] arrays = Leave(40 + (int)(held / (8 * Megabyte)), 4 * Megabyte);
        MemoryKeeper.Look();
        Assert.DoesNotContain(arrays, array => array.IsAlive);
    }

    [Fact]
    public unsafe void A_large_block_of_a_library_goes_back_to_the_system_when_it_is_freed()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal),
            "glibc's"
        );
        NativeHeap.GiveLargeBlocksBack();
        // What glibc takes its bound from otherwise.
        NativeMemory.Free(NativeMemory.Alloc(24 * Megabyte));
        nint[] large = new nint[16];
        nint[] small = new nint[large.Length];
        for (int i = 0; i < large.Length; i++)
            (large[i], small[i]) = ((nint)NativeMemory.Alloc(8 * Megabyte), (nint)NativeMemory.Alloc(1000));
        foreach (nint block in large)
            NativeMemory.Free((void*)block);
        int mapped = large.Count(IsMapped);
        foreach (nint block in small)
            NativeMemory.Free((void*)block);
        // Another thread may have mapped something at the same place.
        Assert.InRange(mapped, 0, 4);
    }

    // In a frame of its own, so that nothing of it stays on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Leave(int count, int bytes)
    {
        byte[][] arrays = [.. Enumerable.Range(0, count).Select(_ => new byte[bytes])];
        GC.Collect(0);
        return [.. arrays.Select(array => new WeakReference(array))];
    }

    private static bool IsMapped(nint address) =>
        File.ReadLines("/proc/self/maps")
            .Select(line => line.Split(' ')[0].Split('-'))
            .Any(range => Address(range[0]) <= (ulong)address && (ulong)address < Address(range[1]));

    private static ulong Address(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
