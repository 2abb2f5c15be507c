using System.Globalization;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Records;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Parquet;

/// <summary>Collects the values of a column of one value a row.</summary>
/// <param name="name">The column's heading.</param>
/// <param name="rows">How many rows to take.</param>
/// <param name="table">The table, which limits how long texts may be.</param>
internal sealed class ParquetValues(string name, int rows, RecordTable table)
{
    private Int128?[]? _whole;
    private double?[]? _fractions;
    private string?[]? _texts;
    private int _scale;

    /// <summary>Receives the bytes of each row that has some; null for other columns.</summary>
    public Action<int, ReadOnlyMemory<byte>>? TakeBytes { get; init; }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds rows, and says whether more are wanted.</summary>
    public bool Add(ParquetBatch batch)
    {
        int next = 0;
        // Floats as they are written: 0.1 stays 0.1.
        if (batch.Values is float[] floats)
            batch = batch with { Values = ColumnTypes.AsWritten<float>(floats) };
        for (int i = 0; i < batch.Levels && Count < rows; i++, Count++)
        {
            if (batch.Definition.Length == 0 || batch.Definition[i] == batch.MaxDefinition)
                Add(batch, next++);
        }

        return Count < rows;
    }

    /// <summary>The column: of numbers, if they keep all their digits, else of text.</summary>
    public SampleColumn ToColumn()
    {
        if (_texts is not null)
            return new TextColumn(name, Array.ConvertAll(_texts, text => text ?? ""));
        if (_fractions is not null)
            return new NumericColumn(name, ColumnTypes.WithoutInfinite(Array.ConvertAll(_fractions, number => number ?? double.NaN)));
        return _scale > 0 ? Decimals() : ColumnTypes.OfIntegers(name, _whole ?? new Int128?[rows]);
    }

    private void Add(ParquetBatch batch, int place)
    {
        switch (batch.Values)
        {
            case byte[][] bytes:
                table.Unpacked(bytes[place].Length);
                TakeBytes?.Invoke(Count, bytes[place]);
                break;
            case string[] texts:
                // A text that is stored once may stand in every row.
                table.Unpacked(texts[place].Length * sizeof(char));
                (_texts ??= new string?[rows])[Count] = texts[place];
                break;
            case double[] doubles:
                (_fractions ??= new double?[rows])[Count] = doubles[place];
                break;
            default:
                _scale = batch.Form.Scale ?? 0;
                (_whole ??= new Int128?[rows])[Count] = batch.Values switch
                {
                    bool[] truths => truths[place] ? Int128.One : Int128.Zero,
                    int[] ints => batch.Form.IsUnsigned ? (uint)ints[place] : ints[place],
                    long[] longs => batch.Form.IsUnsigned ? (ulong)longs[place] : longs[place],
                    Int128[] wide => wide[place],
                    _ => throw new InvalidDataException("values of an unknown type"),
                };
                break;
        }
    }

    // A decimal is a number if double has as many digits.
    private SampleColumn Decimals()
    {
        bool areExact = Array.TrueForAll(_whole!, number => number is null || Int128.Abs(number.Value) < (Int128)1 << 53);
        return areExact
            ? new NumericColumn(name, Array.ConvertAll(_whole!, number => number is { } n ? (double)n / Math.Pow(10, _scale) : double.NaN))
            : new TextColumn(name, Array.ConvertAll(_whole!, number => number is { } n ? TextOf(n) : ""));
    }

    private string TextOf(Int128 unscaled)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(_scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^_scale]}.{digits[^_scale..]}";
    }
}
