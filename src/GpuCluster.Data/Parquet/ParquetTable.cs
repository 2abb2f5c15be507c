using System.Globalization;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace GpuCluster.Data.Parquet;

/// <summary>
/// An open .parquet, read column by column and group by group of rows. Values of a column are dense in the file: a row without one has a
/// lower definition level.
/// </summary>
internal sealed class ParquetTable : IDisposable
{
    private const string Remedy = "write it with fewer rows, or as .npy or .npz";

    /// <summary>The time allowed for a small file.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(4);

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ParquetReader _reader;
    private readonly CancellationToken _cancellation;
    private Int128 _claimed;

    private ParquetTable(string path, FileStream stream, ParquetReader reader, CancellationToken cancellation)
    {
        _path = path;
        _stream = stream;
        _reader = reader;
        _cancellation = cancellation;
        Rows = reader.RowGroups.Sum(group => group.RowCount);
    }

    /// <summary>Rows in all groups.</summary>
    public long Rows { get; }

    /// <summary>The columns that hold values, those within structures and lists too.</summary>
    public IReadOnlyList<DataField> Fields => _reader.Schema.GetDataFields();

    /// <summary>The name of a column, with dots between those of structures: "image.bytes"; that of a list is the list's own.</summary>
    public static string NameOf(DataField field)
    {
        string[] parts = [.. field.Path.ToString().Split('/')];
        return field.MaxRepetitionLevel > 0 ? parts[0] : string.Join('.', parts);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnusableInputException">No Parquet, or a damaged one.</exception>
    public static ParquetTable Open(string path, CancellationToken cancellation)
    {
        FileStream stream = InputFile.Open(path);
        try
        {
            ParquetReader Create()
            {
                FooterCheck.Run(stream, path);
                return ParquetReader
                    .CreateAsync(
                        new LibraryStream(stream, stream.Length - FooterCheck.TailBytes),
                        leaveStreamOpen: true,
                        cancellationToken: cancellation
                    )
                    .GetAwaiter()
                    .GetResult();
            }

            return new ParquetTable(path, stream, Called(path, stream, Create, cancellation), cancellation);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What the file says of itself under a key, for example "huggingface"; null if nothing.</summary>
    public string? Metadata(string key) => _reader.CustomMetadata.GetValueOrDefault(key);

    /// <summary>
    /// Reads a column of one value a row: of numbers where all values are, else of text. Bytes, dates and other types are not supported.
    /// </summary>
    /// <returns>Null if the type is not supported.</returns>
    public SampleColumn? Column(DataField field, int rows)
    {
        if (field.MaxRepetitionLevel > 0)
            return null;
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
            return new TextColumn(NameOf(field), Texts(field, rows));
        return IntegerColumn(field, rows) ?? (SampleColumn?)FractionalColumn(field, rows);
    }

    /// <summary>Reads texts, or whole numbers as they are written; empty where there is none.</summary>
    public string[] Texts(DataField field, int rows)
    {
        string[] texts = new string[rows];
        Array.Fill(texts, "");
        bool isKnown = ForEachGroup(
            field,
            rows,
            (first, data, places) =>
            {
                for (int i = 0; i < places.Length; i++)
                {
                    if (places[i] < 0)
                        continue;
                    string? text = data switch
                    {
                        RawColumnData<ReadOnlyMemory<char>> chars => chars.Values[places[i]].ToString(),
                        RawColumnData<long> longs => longs.Values[places[i]].ToString(CultureInfo.InvariantCulture),
                        RawColumnData<int> ints => ints.Values[places[i]].ToString(CultureInfo.InvariantCulture),
                        _ => Numbers(data)?[places[i]].ToString(CultureInfo.InvariantCulture),
                    };
                    if (text is null)
                        return false;
                    // A text that is stored once may stand in every row.
                    Unpacked(text.Length * sizeof(char));
                    texts[first + i] = text;
                }

                return true;
            }
        );
        return isKnown
            ? texts
            : throw new UnusableInputException(
                $"{_path}: column '{NameOf(field)}' is of {field.ClrType.Name}; labels and paths are text or numbers"
            );
    }

    /// <summary>Passes on the bytes of each row that has some.</summary>
    public void Bytes(DataField field, int rows, Action<int, ReadOnlyMemory<byte>> take, CancellationToken cancellation) =>
        ForEachGroup(
            field,
            rows,
            (first, data, places) =>
            {
                RawColumnData<ReadOnlyMemory<byte>> values = (RawColumnData<ReadOnlyMemory<byte>>)data;
                for (int i = 0; i < places.Length; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (places[i] < 0)
                        continue;
                    Unpacked(values.Values[places[i]].Length);
                    take(first + i, values.Values[places[i]]);
                }

                return true;
            }
        );

    /// <summary>Reads lists of numbers, all of one length, as rows of a matrix.</summary>
    /// <param name="field">A list of float32 or float64.</param>
    /// <param name="rows">How many, 1 or more.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="columns">Their length.</param>
    /// <exception cref="UnusableInputException">A row is missing, of another length, or not finite.</exception>
    public float[] Vectors(DataField field, int rows, CancellationToken cancellation, out int columns)
    {
        float[] values = [];
        int width = 0,
            row = -1,
            at = 0;
        for (int group = 0; group < _reader.RowGroupCount && row < rows - 1; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            using RawColumnData data = Read(field, group);
            float[] numbers =
                Numbers(data)
                ?? throw new UnusableInputException(
                    $"{_path}: column '{NameOf(field)}' holds lists of {field.ClrType.Name}; embeddings are lists of float32 or float64"
                );
            ReadOnlySpan<int> repetition = data.RepetitionLevels,
                definition = data.DefinitionLevels;
            int next = 0;
            for (int i = 0; i < repetition.Length; i++)
            {
                if (repetition[i] == 0)
                {
                    if (row >= 0)
                        EndRow();
                    if (row == rows - 1)
                        break;
                    (row, at) = (row + 1, 0);
                }

                if (definition[i] < field.MaxDefinitionLevel)
                {
                    throw new UnusableInputException(
                        $"{_path}: row {row}: column '{NameOf(field)}' has no value; leave such rows out where the file is made"
                    );
                }

                float value = numbers[next++];
                if (!float.IsFinite(value))
                {
                    throw new UnusableInputException(
                        $"{_path}: row {row}, column {at} of '{NameOf(field)}' is {value}; remove such rows or replace the value"
                    );
                }

                if (row == 0)
                {
                    if (at == values.Length)
                        Array.Resize(ref values, Math.Max(1024, 2 * at));
                    values[at] = value;
                }
                else if (at < width)
                {
                    values[((long)row * width) + at] = value;
                }

                at++;
            }
        }

        EndRow();
        columns = width;
        return values;

        // The first row defines the length of all.
        void EndRow()
        {
            if (row == 0 && width == 0)
            {
                width = at;
                Unpacked((Int128)rows * width * sizeof(float));
                float[] all = HostMemory.Allocate<float>((long)rows * width, _path);
                values.AsSpan(0, width).CopyTo(all);
                values = all;
            }

            if (at != width)
            {
                throw new UnusableInputException(
                    $"{_path}: row {row} of '{NameOf(field)}' has {at} values, row 0 has {width}; every vector needs as many"
                );
            }
        }
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    /// <summary>Adds to what the file unpacks to, and refuses it above the limit.</summary>
    public void Unpacked(Int128 bytes) => UnpackLimit.Check(_path, _stream.Length, _claimed += bytes, Remedy);

    // For a damaged file the library throws exceptions of many types.
    internal static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e is not (OperationCanceledException or UnusableInputException or MachineFaultException or OutOfMemoryException))
        {
            throw new UnusableInputException(
                $"{path}: not a usable .parquet: {e.Message.ReplaceLineEndings(" ")}; write the file again",
                e
            );
        }
    }

    // Calls with the group's first row, its data, and for each row where its value lies, or -1. False as soon as the callee says so.
    private bool ForEachGroup(DataField field, int rows, Func<int, RawColumnData, int[], bool> body)
    {
        int first = 0;
        for (int group = 0; group < _reader.RowGroupCount && first < rows; group++)
        {
            using RawColumnData data = Read(field, group);
            int count = (int)Math.Min(rows - first, _reader.RowGroups[group].RowCount);
            int[] places = new int[count];
            int next = 0;
            for (int i = 0; i < count; i++)
                places[i] = field.MaxDefinitionLevel == 0 || data.DefinitionLevels[i] == field.MaxDefinitionLevel ? next++ : -1;
            if (!body(first, data, places))
                return false;
            first += count;
        }

        return true;
    }

    private SampleColumn? IntegerColumn(DataField field, int rows)
    {
        Int128?[] integers = new Int128?[rows];
        return Fill(field, rows, integers, Integers) ? ColumnTypes.OfIntegers(NameOf(field), integers) : null;
    }

    private NumericColumn? FractionalColumn(DataField field, int rows)
    {
        double?[] numbers = new double?[rows];
        return Fill(field, rows, numbers, Doubles)
            ? new NumericColumn(NameOf(field), ColumnTypes.WithoutInfinite(Array.ConvertAll(numbers, number => number ?? double.NaN)))
            : null;
    }

    // False if the values of a group are of another type.
    private bool Fill<T>(DataField field, int rows, T?[] values, Func<RawColumnData, T[]?> valuesOf)
        where T : struct =>
        ForEachGroup(
            field,
            rows,
            (first, data, places) =>
            {
                if (valuesOf(data) is not { } found)
                    return false;
                for (int i = 0; i < places.Length; i++)
                {
                    if (places[i] >= 0)
                        values[first + i] = found[places[i]];
                }

                return true;
            }
        );

    private RawColumnData Read(DataField field, int group)
    {
        using ParquetRowGroupReader rows = Guarded(_path, () => _reader.OpenRowGroupReader(group));
        if (rows.GetMetadata(field)?.MetaData is { } chunk)
            Unpacked(Math.Max(chunk.TotalUncompressedSize, chunk.NumValues * BytesOf(field)));
        return Called(
            _path,
            _stream,
            () => rows.ReadRawColumnDataBaseAsync(field, _cancellation).AsTask().GetAwaiter().GetResult(),
            _cancellation
        );
    }

    // Text and bytes are references to memory of the file's pages.
    private static int BytesOf(DataField field) => field.ClrType.IsPrimitive ? Marshal.SizeOf(field.ClrType) : 16;

    private static T Called<T>(string path, FileStream stream, Func<T> call, CancellationToken cancellation) =>
        Guarded(path, () => LibraryCall.Run(stream.Length, Allowed, call, cancellation));

    private static Int128[]? Integers(RawColumnData data) =>
        data switch
        {
            RawColumnData<long> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<int> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<short> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<sbyte> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<ulong> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<uint> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<ushort> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<byte> values => Array.ConvertAll(values.Values.ToArray(), value => (Int128)value),
            RawColumnData<bool> values => Array.ConvertAll(values.Values.ToArray(), value => value ? Int128.One : Int128.Zero),
            _ => null,
        };

    private static double[]? Doubles(RawColumnData data) =>
        data switch
        {
            RawColumnData<float> values => ColumnTypes.AsWritten<float>(values.Values.ToArray()),
            RawColumnData<double> values => values.Values.ToArray(),
            RawColumnData<decimal> values => Array.ConvertAll(values.Values.ToArray(), value => (double)value),
            _ => null,
        };

    private static float[]? Numbers(RawColumnData data) =>
        data switch
        {
            RawColumnData<float> values => values.Values.ToArray(),
            RawColumnData<double> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<long> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<int> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<short> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<sbyte> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<byte> values => Array.ConvertAll(values.Values.ToArray(), value => (float)value),
            RawColumnData<bool> values => Array.ConvertAll(values.Values.ToArray(), value => value ? 1f : 0f),
            _ => null,
        };
}
