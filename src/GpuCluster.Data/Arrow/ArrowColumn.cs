using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Records;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Arrow;

/// <summary>Values of Arrow's arrays.</summary>
internal static class ArrowColumn
{
    /// <summary>The column that the arrays of all batches make.</summary>
    public static SampleColumn Of(string name, IEnumerable<IArrowArray> arrays, int rows, RecordTable table)
    {
        Int128?[]? whole = null;
        double?[]? fractions = null;
        string?[]? texts = null;
        int row = 0;
        foreach (IArrowArray array in arrays)
        {
            for (int i = 0; i < array.Length && row < rows; i++, row++)
            {
                if (array.IsNull(i))
                    continue;
                if (WholeAt(array, i) is { } number)
                    (whole ??= new Int128?[rows])[row] = number;
                else if (FractionAt(array, i) is { } fraction)
                    (fractions ??= new double?[rows])[row] = fraction;
                else if (TextAt(array, i) is { } text)
                    (texts ??= new string?[rows])[row] = Counted(text, table);
            }
        }

        if (texts is not null)
            return new TextColumn(name, System.Array.ConvertAll(texts, text => text ?? ""));
        return fractions is null
            ? ColumnTypes.OfIntegers(name, whole ?? new Int128?[rows])
            : new NumericColumn(name, ColumnTypes.WithoutInfinite(System.Array.ConvertAll(fractions, number => number ?? double.NaN)));
    }

    /// <summary>The elements of a list.</summary>
    public static IArrowArray Elements(IArrowArray lists, int row) =>
        lists switch
        {
            ListArray list => list.GetSlicedValues(row),
            LargeListArray list => list.GetSlicedValues(row),
            FixedSizeListArray list => list.GetSlicedValues(row),
            _ => throw new InvalidDataException($"a list of type {lists.Data.DataType.Name}"),
        };

    /// <summary>Adds the elements of a list to a row.</summary>
    public static void AddTo(RecordVectors into, IArrowArray elements)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            if (elements.IsNull(i))
                into.AddMissing();
            else if (elements is FloatArray floats)
                into.Add(floats.Values[i]);
            else if (WholeAt(elements, i) is { } whole)
                into.Add((float)whole);
            else
                into.Add((float)(FractionAt(elements, i) ?? double.NaN));
        }
    }

    private static string Counted(string text, RecordTable table)
    {
        table.Unpacked(text.Length * sizeof(char));
        return text;
    }

    private static Int128? WholeAt(IArrowArray array, int i) =>
        array switch
        {
            Int64Array values => values.GetValue(i),
            Int32Array values => values.GetValue(i),
            Int16Array values => values.GetValue(i),
            Int8Array values => values.GetValue(i),
            UInt64Array values => values.GetValue(i),
            UInt32Array values => values.GetValue(i),
            UInt16Array values => values.GetValue(i),
            UInt8Array values => values.GetValue(i),
            BooleanArray values => values.GetValue(i) == true ? 1 : 0,
            _ => null,
        };

    private static double? FractionAt(IArrowArray array, int i) =>
        array switch
        {
            FloatArray values => AsWritten(values.GetValue(i)!.Value),
            DoubleArray values => values.GetValue(i),
            HalfFloatArray values => AsWritten(values.GetValue(i)!.Value),
            Decimal128Array values => values.GetSqlDecimal(i)!.Value.ToDouble(),
            _ => null,
        };

    private static double AsWritten<T>(T value)
        where T : INumberBase<T> => ColumnTypes.AsWritten<T>([value])[0];

    private static string? TextAt(IArrowArray array, int i) =>
        array switch
        {
            StringArray values => values.GetString(i),
            LargeStringArray values => values.GetString(i),
            StringViewArray values => values.GetString(i),
            Date32Array values => values.GetDateTime(i)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Date64Array values => values.GetDateTime(i)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimestampArray values => values.GetTimestamp(i)?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            DictionaryArray values => CodeAt(values.Indices, i) is { } code ? TextAt(values.Dictionary, code) : null,
            _ => null,
        };

    private static int? CodeAt(IArrowArray indices, int i) => WholeAt(indices, i) is { } code ? (int)code : null;
}
