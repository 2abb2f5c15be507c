using System.Runtime.CompilerServices;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The nearest few of every row so far, with the key (half the squared distance in the frame) that a newcomer has to beat.
/// </summary>
internal sealed unsafe class Candidates : IDisposable
{
    /// <summary>The sentinel in free places.</summary>
    private static readonly ulong Sentinel = BoundedHeap.Entry(float.MaxValue, int.MaxValue);

    private readonly NativeBuffer<ulong> _kept;
    private readonly NativeBuffer<float> _limits;

    /// <param name="rows">n.</param>
    /// <param name="paddedRows">Rows with those that fill up the last tile.</param>
    /// <param name="kept">Candidates kept of each row, 1 or more.</param>
    public Candidates(int rows, int paddedRows, int kept)
    {
        Kept = kept;
        _kept = new NativeBuffer<ulong>((long)rows * kept);
        _limits = new NativeBuffer<float>(paddedRows);
        for (int row = 0; row < rows; row++)
            Of(row).Fill(Sentinel);

        // Finite, so that the infinite keys of filling rows stay out.
        new Span<float>(_limits.Pointer, paddedRows).Fill(float.MaxValue);
    }

    /// <summary>Candidates kept of each row.</summary>
    public int Kept { get; }

    /// <summary>For each row the largest key that may still enter.</summary>
    public float* Limits => _limits.Pointer;

    /// <summary>The candidates of a row, the worst first.</summary>
    public Span<ulong> Of(int row) => new(_kept.Pointer + ((nint)row * Kept), Kept);

    /// <summary>The candidates of a row, the best first. Nothing may be offered to it from then on.</summary>
    public Span<ulong> BestFirst(int row)
    {
        Span<ulong> kept = Of(row);
        if (kept.Length <= SortedCandidates.MaxEntries)
            kept.Reverse();
        else
            kept.Sort();

        return kept;
    }

    /// <summary>Offers one candidate to a row. Only one thread at a time may do so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(int row, float key, int neighbour)
    {
        Span<ulong> kept = Of(row);
        ulong entry = BoundedHeap.Entry(key, neighbour);
        if (entry >= kept[0])
            return;
        if (kept.Length <= SortedCandidates.MaxEntries)
        {
            SortedCandidates.Insert(kept, entry);
        }
        else
        {
            // The heap starts full of sentinels.
            int count = kept.Length;
            BoundedHeap.Offer(kept, ref count, entry);
        }

        _limits.Pointer[row] = BoundedHeap.Distance(kept[0]);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _limits.Dispose();
    }
}
