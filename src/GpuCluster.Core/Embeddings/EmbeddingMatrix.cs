namespace GpuCluster.Core.Embeddings;

/// <summary>
/// n vectors of d features: float32, row-major, no padding. Feature j of sample i is at i * d + j. All values are finite: whoever makes one has checked.
/// The memory belongs to whoever made it and is not written after that.
/// </summary>
public sealed class EmbeddingMatrix
{
    /// <summary>Wraps values without copying them.</summary>
    /// <exception cref="ArgumentException">The length is not rows x columns.</exception>
    public EmbeddingMatrix(int rows, int columns, ReadOnlyMemory<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if ((long)rows * columns != values.Length)
        {
            throw new ArgumentException($"{values.Length} values are not {rows} x {columns}", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        Values = values;
    }

    /// <summary>n, the number of samples.</summary>
    public int Rows { get; }

    /// <summary>d, the number of features.</summary>
    public int Columns { get; }

    /// <summary>All values, row-major.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The features of sample <paramref name="row"/>.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * Columns, Columns);

    /// <summary>Some of the rows, not copied.</summary>
    public EmbeddingMatrix Slice(int firstRow, int rows) => new(rows, Columns, Values.Slice(firstRow * Columns, rows * Columns));
}
