namespace GpuCluster.Compute.Host.Knn;

/// <summary>The nearest few of every row so far, with the key (half the squared distance in the frame) that a newcomer has to beat.</summary>
internal sealed unsafe class Candidates : IDisposable
{
    private readonly NativeBuffer<ulong> _heaps;
    private readonly NativeBuffer<float> _limits;
    private readonly int[] _counts;

    /// <param name="rows">n.</param>
    /// <param name="paddedRows">Rows with those that fill up the last tile.</param>
    /// <param name="kept">Candidates kept of each row, 1 or more.</param>
    public Candidates(int rows, int paddedRows, int kept)
    {
        Kept = kept;
        _heaps = new NativeBuffer<ulong>((long)rows * kept);
        _limits = new NativeBuffer<float>(paddedRows);
        _counts = new int[rows];

        // Finite, so that the infinite keys of filling rows stay out.
        new Span<float>(_limits.Pointer, paddedRows).Fill(float.MaxValue);
    }

    /// <summary>Candidates kept of each row.</summary>
    public int Kept { get; }

    /// <summary>For each row the largest key that may still enter.</summary>
    public float* Limits => _limits.Pointer;

    /// <summary>The candidates of a row, in the order of a heap.</summary>
    public Span<ulong> Of(int row) => new(_heaps.Pointer + ((nint)row * Kept), Kept);

    /// <summary>Offers one candidate to a row. Only one thread at a time may do so.</summary>
    public void Offer(int row, float key, int neighbour)
    {
        var heap = Of(row);
        if (BoundedHeap.Offer(heap, ref _counts[row], BoundedHeap.Entry(key, neighbour)) && _counts[row] == Kept)
            _limits.Pointer[row] = BoundedHeap.Distance(heap[0]);
    }

    public void Dispose()
    {
        _heaps.Dispose();
        _limits.Dispose();
    }
}
