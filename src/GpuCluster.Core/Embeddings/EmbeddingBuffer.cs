using GpuCluster.Core.Errors;

namespace GpuCluster.Core.Embeddings;

/// <summary>Memory for n vectors of d features that are still being made; in several blocks where one array cannot hold them.</summary>
public sealed class EmbeddingBuffer
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _blockRows;
    private readonly float[][] _blocks;

    /// <summary>Allocates, all values 0.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">d, 1 or more.</param>
    /// <param name="maxBlockValues">Values of a block at most, d or more; null for as many as an array holds.</param>
    /// <exception cref="MachineFaultException">The memory does not suffice.</exception>
    public EmbeddingBuffer(int rows, int columns, int? maxBlockValues = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (maxBlockValues is { } wanted)
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, columns, nameof(maxBlockValues));
        int maxValues = maxBlockValues ?? Array.MaxLength;
        (_rows, _columns) = (rows, columns);
        _blockRows = Math.Max(1, Math.Min(rows, maxValues / columns));
        _blocks = new float[Math.Max(1, (int)(((long)rows + _blockRows - 1) / _blockRows))][];
        long bytes = (long)rows * columns * sizeof(float);
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw TooLarge(bytes, null);
        try
        {
            for (int block = 0; block < _blocks.Length; block++)
                _blocks[block] = new float[(int)Math.Min(_blockRows, rows - ((long)block * _blockRows)) * columns];
        }
        catch (OutOfMemoryException e)
        {
            throw TooLarge(bytes, e);
        }
    }

    /// <summary>The features of a vector, to be written.</summary>
    /// <param name="row">0 to n - 1.</param>
    public Span<float> Row(int row) => _blocks[row / _blockRows].AsSpan(row % _blockRows * _columns, _columns);

    /// <summary>The vectors. Nothing is copied; the buffer must not be written afterwards.</summary>
    public EmbeddingMatrix Take() => new(_rows, _columns, _blockRows, Array.ConvertAll(_blocks, block => (ReadOnlyMemory<float>)block));

    /// <summary>Some of the vectors. The others' memory is overwritten, so that no second copy is needed.</summary>
    /// <param name="rows">Which, 0 to n - 1, ascending, each once.</param>
    public EmbeddingMatrix Take(IReadOnlyList<int> rows)
    {
        if (rows.Count == _rows)
            return Take();
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i] != i)
                Row(rows[i]).CopyTo(Row(i));
        }

        int blocks = Math.Max(1, (int)(((long)rows.Count + _blockRows - 1) / _blockRows));
        return new EmbeddingMatrix(
            rows.Count,
            _columns,
            _blockRows,
            [.. Enumerable.Range(0, blocks).Select(block => Filled(block, rows.Count))]
        );
    }

    private ReadOnlyMemory<float> Filled(int block, int rows) =>
        _blocks[block].AsMemory(0, (int)Math.Min(_blockRows, rows - ((long)block * _blockRows)) * _columns);

    private static MachineFaultException TooLarge(long bytes, Exception? cause) =>
        new($"{bytes / 1e9:F1} GB of vectors are more than this machine's memory; take fewer samples", cause)
        {
            Remedies = [Remedy.FewerSamples],
        };
}
