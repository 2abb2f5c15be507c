using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The least few of a stream of neighbours, in the entries of <see cref="BoundedHeap"/>, sorted from the worst to the best. A newcomer
/// pushes out the worst: those that are worse than it move up by one, eight at a time and without a branch, whereas the way down a heap is
/// one that no processor foresees.
/// </summary>
internal static class SortedCandidates
{
    /// <summary>With more entries than this a heap is faster.</summary>
    public const int MaxEntries = 256;

    /// <summary>Pushes out the first entry.</summary>
    /// <param name="kept">The entries, falling.</param>
    /// <param name="entry">Less than the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Insert(Span<ulong> kept, ulong entry)
    {
        int last = kept.Length - Vector512<ulong>.Count;
        if (last < 0)
        {
            int at = 1;
            for (; at < kept.Length && kept[at] > entry; at++)
                kept[at - 1] = kept[at];
            kept[at - 1] = entry;
            return;
        }

        // The last vector overlaps the one before it and is read before that one is written; its own last entry has none behind it.
        ref ulong first = ref MemoryMarshal.GetReference(kept);
        Vector512<ulong> newcomer = Vector512.Create(entry);
        Vector512<ulong> tail = Vector512.LoadUnsafe(ref first, (nuint)last);
        tail = Moved(tail, Vector512.Shuffle(tail, Vector512.Create(1ul, 2, 3, 4, 5, 6, 7, 8)), newcomer);
        for (int at = 0; at < last; at += Vector512<ulong>.Count)
        {
            Moved(Vector512.LoadUnsafe(ref first, (nuint)at), Vector512.LoadUnsafe(ref first, (nuint)at + 1), newcomer)
                .StoreUnsafe(ref first, (nuint)at);
        }

        tail.StoreUnsafe(ref first, (nuint)last);
    }

    /// <summary>
    /// What comes to stand at some places: the entry there where it is better than the newcomer, else the worse one of the newcomer and the
    /// entry behind.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Moved(Vector512<ulong> here, Vector512<ulong> behind, Vector512<ulong> newcomer) =>
        Vector512.ConditionalSelect(Vector512.LessThan(here, newcomer), here, Vector512.Max(behind, newcomer));
}
