using System.Buffers;
using System.Runtime.InteropServices;

namespace GpuCluster.Core.Embeddings;

/// <summary>
/// n vectors of d features: float32, row-major, no padding. All values are finite: the creator has checked them, or passes a check that
/// runs before the first value is returned. The creator owns the memory and does not write to it afterwards. More values than one array
/// holds lie in several blocks of whole rows.
/// </summary>
public sealed class EmbeddingMatrix
{
    private readonly ReadOnlyMemory<float>[] _blocks;
    private readonly int _blockRows;
    private Action? _pendingCheck;

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">d, 1 or more.</param>
    /// <param name="values">n x d values.</param>
    /// <param name="pendingCheck">Null if the values are already checked. Otherwise a function that checks all of them and throws if one is
    /// not finite.</param>
    /// <exception cref="ArgumentException">The length is not rows x columns.</exception>
    public EmbeddingMatrix(int rows, int columns, ReadOnlyMemory<float> values, Action? pendingCheck = null)
        : this(rows, columns, Math.Max(rows, 1), [values], pendingCheck) { }

    /// <summary>Wraps values in blocks without copying them.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">d, 1 or more.</param>
    /// <param name="blockRows">Rows of every block but the last, 1 or more.</param>
    /// <param name="blocks">The rows in their order, 1 or more blocks.</param>
    /// <param name="pendingCheck">As above.</param>
    /// <exception cref="ArgumentException">A block is longer or shorter than its rows.</exception>
    public EmbeddingMatrix(int rows, int columns, int blockRows, IReadOnlyList<ReadOnlyMemory<float>> blocks, Action? pendingCheck = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockRows);
        int count = Math.Max(1, (int)(((long)rows + blockRows - 1) / blockRows));
        if (blocks.Count != count)
            throw new ArgumentException($"{blocks.Count} blocks of {blockRows} rows are not {rows} rows", nameof(blocks));
        for (int block = 0; block < count; block++)
        {
            long length = Math.Min(blockRows, rows - ((long)block * blockRows)) * columns;
            if (blocks[block].Length != length)
                throw new ArgumentException($"{blocks[block].Length} values in block {block} are not {length}", nameof(blocks));
        }

        Rows = rows;
        Columns = columns;
        _blockRows = blockRows;
        _blocks = [.. blocks];
        _pendingCheck = pendingCheck;
    }

    /// <summary>n, the number of samples.</summary>
    public int Rows { get; }

    /// <summary>d, the number of features.</summary>
    public int Columns { get; }

    /// <summary>n x d.</summary>
    public long Length => (long)Rows * Columns;

    /// <summary>All values, row-major, where one block holds them all: n x d up to 2^31.</summary>
    /// <exception cref="InvalidOperationException">They lie in several blocks.</exception>
    public ReadOnlyMemory<float> Values
    {
        get
        {
            Check();
            return _blocks.Length == 1
                ? _blocks[0]
                : throw new InvalidOperationException($"{Rows} x {Columns} values lie in {_blocks.Length} blocks");
        }
    }

    /// <summary>All values, row-major, in blocks of whole rows.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Blocks
    {
        get
        {
            Check();
            return _blocks;
        }
    }

    /// <summary>The features of sample <paramref name="row"/>.</summary>
    public ReadOnlySpan<float> Row(int row)
    {
        Check();
        return UncheckedRow(row);
    }

    /// <summary>
    /// The features of a sample before their check, for a reader that looks at each of them anyway and calls <see cref="Check"/> as soon as
    /// one is not finite. It saves a pass over the memory, which takes as long as a single query.
    /// </summary>
    public ReadOnlySpan<float> UncheckedRow(int row) =>
        _blocks.Length == 1
            ? _blocks[0].Span.Slice(row * Columns, Columns)
            : _blocks[row / _blockRows].Span.Slice(row % _blockRows * Columns, Columns);

    /// <summary>
    /// Checks the values now, unless they are checked already. Concurrent callers may each run the check; none continues without it.
    /// </summary>
    public void Check()
    {
        _pendingCheck?.Invoke();
        _pendingCheck = null;
    }

    /// <summary>
    /// Says that the rows are not read for a while: those of a mapped file leave the process's memory, and come back when they are read.
    /// </summary>
    public void LetGo()
    {
        foreach (ReadOnlyMemory<float> block in _blocks)
        {
            if (MemoryMarshal.TryGetMemoryManager(block, out MemoryManager<float>? manager) && manager is IMappedMemory mapped)
                mapped.LetGo();
        }
    }

    /// <summary>Some of the rows, not copied unless they lie in two blocks.</summary>
    public EmbeddingMatrix Slice(int firstRow, int rows)
    {
        Check();
        int block = Math.Min(firstRow / _blockRows, _blocks.Length - 1),
            first = firstRow - (block * _blockRows);
        return first + rows <= _blockRows
            ? new EmbeddingMatrix(rows, Columns, _blocks[block].Slice(first * Columns, rows * Columns))
            : Pick([.. Enumerable.Range(firstRow, rows)]);
    }

    /// <summary>Some of the rows, copied.</summary>
    /// <param name="rows">Which, in the order wanted.</param>
    public EmbeddingMatrix Pick(IReadOnlyList<int> rows)
    {
        EmbeddingBuffer picked = new(rows.Count, Columns);
        for (int i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(picked.Row(i));
        return picked.Take();
    }
}
