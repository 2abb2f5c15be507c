namespace GpuCluster.Core.Samples;

/// <summary>
/// Which row of the data each of m samples is. A row without a sample, such as a picture that cannot be decoded or a vector that is
/// missing, leaves a gap, so that every other row keeps its number. Without a gap nothing is stored.
/// </summary>
public sealed class SampleRows
{
    private readonly int[]? _rowOf;

    private SampleRows(int count, int[]? rowOf) => (Count, _rowOf) = (count, rowOf);

    /// <summary>n, the rows of the data.</summary>
    public int Count { get; }

    /// <summary>m, the rows that have a sample.</summary>
    public int Samples => _rowOf?.Length ?? Count;

    /// <summary>Whether every row has its sample.</summary>
    public bool IsWhole => _rowOf is null;

    /// <summary>Every row has its sample.</summary>
    /// <param name="count">n.</param>
    public static SampleRows All(int count) => new(count, null);

    /// <summary>Some of the rows have a sample.</summary>
    /// <param name="count">n.</param>
    /// <param name="rows">The row of each sample, 0 to n - 1, ascending, each once.</param>
    /// <exception cref="ArgumentException">They do not ascend, or leave 0 to n - 1.</exception>
    public static SampleRows Of(int count, IReadOnlyList<int> rows)
    {
        int last = -1;
        foreach (int row in rows)
        {
            if (row <= last || row >= count)
                throw new ArgumentException($"row {row} after {last} of {count} rows: rows ascend", nameof(rows));
            last = row;
        }

        return rows.Count == count ? All(count) : new SampleRows(count, [.. rows]);
    }

    /// <summary>The row of a sample.</summary>
    /// <param name="sample">0 to m - 1.</param>
    public int RowOf(int sample) => _rowOf is null ? sample : _rowOf[sample];

    /// <summary>The sample of a row; null where it has none, or there is no such row.</summary>
    /// <param name="row">Any number.</param>
    public int? SampleAt(int row)
    {
        if (_rowOf is null)
            return (uint)row < (uint)Count ? row : null;
        int place = Array.BinarySearch(_rowOf, row);
        return place >= 0 ? place : null;
    }

    /// <summary>The rows of some of the samples. The others become gaps.</summary>
    /// <param name="samples">0 to m - 1, ascending, each once.</param>
    public SampleRows Pick(IReadOnlyList<int> samples) => Of(Count, [.. samples.Select(RowOf)]);

    /// <summary>Values of the samples as values of all rows.</summary>
    /// <param name="values">m x width values.</param>
    /// <param name="width">Values of each sample, 1 or more.</param>
    /// <param name="missing">The value of a row without a sample.</param>
    /// <returns>n x width values.</returns>
    public T[] Spread<T>(ReadOnlySpan<T> values, int width, T missing)
    {
        T[] all = new T[Count * width];
        Array.Fill(all, missing);
        for (int sample = 0; sample < Samples; sample++)
            values.Slice(sample * width, width).CopyTo(all.AsSpan(RowOf(sample) * width));
        return all;
    }
}
