namespace GpuCluster.Core.Embeddings;

/// <summary>
/// n vectors of d features: float32, row-major, no padding. Feature j of sample i is at i * d + j. All values are finite: the creator has
/// checked them, or passes a check that runs before the first value is returned. The creator owns the memory and does not write to it
/// afterwards.
/// </summary>
public sealed class EmbeddingMatrix
{
    private readonly ReadOnlyMemory<float> _values;
    private Action? _pendingCheck;

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">d, 1 or more.</param>
    /// <param name="values">n x d values.</param>
    /// <param name="pendingCheck">Null if the values are already checked. Otherwise a function that checks all of them and throws if one is
    /// not finite.</param>
    /// <exception cref="ArgumentException">The length is not rows x columns.</exception>
    public EmbeddingMatrix(int rows, int columns, ReadOnlyMemory<float> values, Action? pendingCheck = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if ((long)rows * columns != values.Length)
            throw new ArgumentException($"{values.Length} values are not {rows} x {columns}", nameof(values));

        Rows = rows;
        Columns = columns;
        _values = values;
        _pendingCheck = pendingCheck;
    }

    /// <summary>n, the number of samples.</summary>
    public int Rows { get; }

    /// <summary>d, the number of features.</summary>
    public int Columns { get; }

    /// <summary>All values, row-major.</summary>
    public ReadOnlyMemory<float> Values
    {
        get
        {
            Check();
            return _values;
        }
    }

    /// <summary>
    /// The values before their check, for a reader that looks at each of them anyway and calls <see cref="Check"/> as soon as one is not
    /// finite. It saves a pass over the memory, which takes as long as a single query.
    /// </summary>
    public ReadOnlyMemory<float> UncheckedValues => _values;

    /// <summary>The features of sample <paramref name="row"/>.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * Columns, Columns);

    /// <summary>
    /// Checks the values now, unless they are checked already. Concurrent callers may each run the check; none continues without it.
    /// </summary>
    public void Check()
    {
        _pendingCheck?.Invoke();
        _pendingCheck = null;
    }

    /// <summary>Some of the rows, not copied.</summary>
    public EmbeddingMatrix Slice(int firstRow, int rows) => new(rows, Columns, Values.Slice(firstRow * Columns, rows * Columns));
}
