using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The least few of a stream of neighbours, in a binary heap whose root is the worst kept. A neighbour is one number, the bits of its
/// distance above its index: distances are not negative, so numbers compare as (distance, index) pairs do, and the least few are the same
/// whatever the order they came in.
/// </summary>
internal static class BoundedHeap
{
    /// <summary>A neighbour as one number.</summary>
    /// <param name="distance">Values below zero, which rounding may leave, count as zero.</param>
    /// <param name="index">The neighbour.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Entry(float distance, int index) =>
        ((ulong)BitConverter.SingleToUInt32Bits(distance > 0 ? distance : 0) << 32) | (uint)index;

    /// <summary>The distance in an entry.</summary>
    public static float Distance(ulong entry) => BitConverter.UInt32BitsToSingle((uint)(entry >> 32));

    /// <summary>The index in an entry.</summary>
    public static int Index(ulong entry) => (int)(uint)entry;

    /// <summary>Keeps the entry if it is among the least seen so far, and returns whether it was.</summary>
    /// <param name="heap">Room for as many entries as are to be kept, at least one.</param>
    /// <param name="count">How many are in the heap.</param>
    /// <param name="entry">The newcomer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Offer(Span<ulong> heap, ref int count, ulong entry)
    {
        if (count < heap.Length)
        {
            SiftUp(heap, count++, entry);
            return true;
        }

        if (entry >= heap[0])
            return false;
        SiftDown(heap, entry);
        return true;
    }

    private static void SiftUp(Span<ulong> heap, int hole, ulong entry)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (heap[parent] >= entry)
                break;
            heap[hole] = heap[parent];
            hole = parent;
        }

        heap[hole] = entry;
    }

    private static void SiftDown(Span<ulong> heap, ulong entry)
    {
        int hole = 0;
        for (int child = 1; child < heap.Length; child = (2 * hole) + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1] > heap[child])
                child++;
            if (entry >= heap[child])
                break;
            heap[hole] = heap[child];
            hole = child;
        }

        heap[hole] = entry;
    }
}
