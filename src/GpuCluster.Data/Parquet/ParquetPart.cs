using GpuCluster.Data.Files;
using GpuCluster.Data.Records;
using ParquetSharp;

namespace GpuCluster.Data.Parquet;

/// <summary>One open .parquet.</summary>
internal sealed class ParquetPart : IDisposable
{
    private const int NumbersPerBatch = 1 << 16;
    private const int TextsPerBatch = 1 << 12;
    private const int FilesPerBatch = 16;

    private readonly FileStream _stream;
    private readonly ParquetFileReader _reader;
    private readonly FileMetaData _description;

    private ParquetPart(string path, FileStream stream, ParquetFileReader reader)
    {
        (Path, _stream, _reader) = (path, stream, reader);
        FileBytes = stream.Length;
        _description = reader.FileMetaData;
        Rows = _description.NumRows;
        Groups = _description.NumRowGroups;
        Metadata = _description.KeyValueMetadata;
        SchemaDescriptor schema = _description.Schema;
        Fields = [.. Enumerable.Range(0, _description.NumColumns).Select(place => ParquetField.Of(schema.Column(place), place))];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its size.</summary>
    public long FileBytes { get; }

    /// <summary>Rows in all groups.</summary>
    public long Rows { get; }

    /// <summary>Groups of rows.</summary>
    public int Groups { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<RecordField> Fields { get; }

    /// <summary>What the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="stream">The file, owned by the part.</param>
    public static ParquetPart Open(string path, FileStream stream)
    {
        FooterCheck.Run(stream, path);
#pragma warning disable IDISP001 // Owned by the part.
        ParquetFileReader reader = new(new LibraryStream(stream), null, leaveOpen: true);
#pragma warning restore IDISP001
        try
        {
            return new ParquetPart(path, stream, reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>What a column of a group unpacks to, by what the file claims.</summary>
    public Int128 UnpackedBytes(int group, int column)
    {
        using RowGroupReader rows = _reader.RowGroup(group);
        using ColumnChunkMetaData chunk = rows.MetaData.GetColumnChunkMetaData(column);
        return Int128.Max(chunk.TotalUncompressedSize, (Int128)chunk.NumValues * sizeof(short));
    }

    /// <summary>Reads a column of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="column">The column.</param>
    /// <param name="take">Receives the values in batches, and says whether it wants more.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public void Read(int group, int column, Func<ParquetBatch, bool> take, CancellationToken cancellation)
    {
        using RowGroupReader rows = _reader.RowGroup(group);
        using ColumnReader reader = rows.Column(column);
        ParquetForm form = new(reader.ColumnDescriptor);
        switch (reader)
        {
            case ColumnReader<bool> typed:
                Read(typed, form, NumbersPerBatch, static (values, _) => values, take, cancellation);
                break;
            case ColumnReader<int> typed:
                Read(typed, form, NumbersPerBatch, Times, take, cancellation);
                break;
            case ColumnReader<long> typed:
                Read(typed, form, NumbersPerBatch, Times, take, cancellation);
                break;
            case ColumnReader<float> typed:
                Read(typed, form, NumbersPerBatch, static (values, _) => values, take, cancellation);
                break;
            case ColumnReader<double> typed:
                Read(typed, form, NumbersPerBatch, static (values, _) => values, take, cancellation);
                break;
            case ColumnReader<Int96> typed:
                Read(
                    typed,
                    form,
                    NumbersPerBatch,
                    static (values, _) => Array.ConvertAll(values, ParquetForm.TimeText),
                    take,
                    cancellation
                );
                break;
            case ColumnReader<ByteArray> typed:
                Read(typed, form, form.IsText ? TextsPerBatch : FilesPerBatch, Bytes, take, cancellation);
                break;
            case ColumnReader<FixedLenByteArray> typed:
                Read(typed, form, NumbersPerBatch, Fixed, take, cancellation);
                break;
            default:
                throw new InvalidDataException($"a column of {reader.Type}");
        }

        // A caller that left must not have the file's reader finalised under this one.
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        _description.Dispose();
        _reader.Dispose();
        _stream.Dispose();
    }

    /// <summary>
    /// Closes the file, but not its reader, which a call that was left may still use: that call ends with its next read, and the reader
    /// with the process.
    /// </summary>
    public void Leave() => _stream.Dispose();

    private static void Read<T>(
        ColumnReader<T> reader,
        ParquetForm form,
        int batch,
        Func<T[], ParquetForm, Array> convert,
        Func<ParquetBatch, bool> take,
        CancellationToken cancellation
    )
        where T : unmanaged
    {
        short[] definition = new short[form.MaxDefinition > 0 ? batch : 0],
            repetition = new short[form.MaxRepetition > 0 ? batch : 0];
        T[] values = new T[batch];
        while (reader.HasNext)
        {
            cancellation.ThrowIfCancellationRequested();
            long levels = reader.ReadBatch(batch, definition, repetition, values, out long read);
            if (levels == 0)
                throw new InvalidDataException("a column ends before its rows do");
            T[] found = read == batch ? values : values[..(int)read];
            if (!take(new ParquetBatch(form, (int)levels, definition, repetition, convert(found, form))))
                return;
        }
    }

    private static Array Times(int[] values, ParquetForm form) =>
        form.IsTime ? Array.ConvertAll(values, value => form.TimeText(value)) : values;

    private static Array Times(long[] values, ParquetForm form) => form.IsTime ? Array.ConvertAll(values, form.TimeText) : values;

    // The bytes are the library's until the next batch.
    private static unsafe Array Bytes(ByteArray[] values, ParquetForm form)
    {
        if (form.IsText)
            return Array.ConvertAll(values, value => System.Text.Encoding.UTF8.GetString((byte*)value.Pointer, value.Length));
        if (form.Scale is not null)
            return Array.ConvertAll(values, value => ParquetForm.Unscaled(new ReadOnlySpan<byte>((byte*)value.Pointer, value.Length)));
        return Array.ConvertAll(values, value => new ReadOnlySpan<byte>((byte*)value.Pointer, value.Length).ToArray());
    }

    private static unsafe Array Fixed(FixedLenByteArray[] values, ParquetForm form)
    {
        if (form.IsHalf)
            return Array.ConvertAll(values, value => ParquetForm.Half(new ReadOnlySpan<byte>((byte*)value.Pointer, sizeof(short))));
        return form.Scale is not null
            ? Array.ConvertAll(values, value => ParquetForm.Unscaled(new ReadOnlySpan<byte>((byte*)value.Pointer, form.Bytes)))
            : throw new InvalidDataException("values of fixed length that are no numbers");
    }
}
