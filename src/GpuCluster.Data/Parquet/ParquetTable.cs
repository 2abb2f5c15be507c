using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Records;

namespace GpuCluster.Data.Parquet;

/// <summary>
/// An open .parquet, or several that hold parts of one table, read column by column and group by group of rows through Apache's own reader
/// (ParquetSharp), whose library is loaded with the first such file.
/// </summary>
internal sealed class ParquetTable : RecordTable
{
    /// <summary>The time allowed for a small file: the first call loads and compiles the library.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    private readonly List<ParquetPart> _parts;
    private bool _isLeft;

    private ParquetTable(string path, List<ParquetPart> parts)
        : base(path, parts.Sum(part => part.FileBytes))
    {
        _parts = parts;
        Rows = parts.Sum(part => part.Rows);
        Fields = parts[0].Fields;
    }

    /// <inheritdoc/>
    public override long Rows { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<RecordField> Fields { get; }

    /// <summary>Opens a file, or the files of a folder.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="files">The file, or the parts in order.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No Parquet, or a damaged one.</exception>
    public static ParquetTable Open(string path, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        List<ParquetPart> parts = [];
        try
        {
            foreach (string file in files)
            {
#pragma warning disable IDISP001 // Owned by the part.
                FileStream stream = InputFile.Open(file);
#pragma warning restore IDISP001
                try
                {
                    parts.Add(
                        Guarded(file, () => LibraryCall.Run(stream.Length, Allowed, () => ParquetPart.Open(file, stream), cancellation))
                    );
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }
            }

            foreach (ParquetPart part in parts)
                part.CheckLike(parts[0]);
            return new ParquetTable(path, parts);
        }
        catch
        {
            foreach (ParquetPart part in parts)
                part.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string? Metadata(string key) => _parts[0].Metadata.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override SampleColumn Column(RecordField field, int rows, CancellationToken cancellation)
    {
        ParquetValues values = new(field.Name, rows, this);
        ReadFlat(field, rows, values, cancellation);
        return values.ToColumn();
    }

    /// <inheritdoc/>
    public override void Bytes(RecordField field, int rows, Action<int, ReadOnlyMemory<byte>> take, CancellationToken cancellation) =>
        ReadFlat(field, rows, new ParquetValues(field.Name, rows, this) { TakeBytes = take }, cancellation);

    /// <inheritdoc/>
    public override void Vectors(RecordField field, RecordVectors into, CancellationToken cancellation)
    {
        ForEachGroup(field, () => !into.IsFull, batch => AddLists(batch, into), cancellation);
        if (!into.IsFull)
            throw TooFew(field, into.Begun);
    }

    public override void Dispose()
    {
        foreach (ParquetPart part in _parts)
        {
            if (_isLeft)
                part.Leave();
            else
                part.Dispose();
        }
    }

    // For a damaged file the library throws exceptions of several types.
    private static T Guarded<T>(string path, Func<T> read)
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

    private void ReadFlat(RecordField field, int rows, ParquetValues values, CancellationToken cancellation)
    {
        ForEachGroup(field, () => values.Count < rows, values.Add, cancellation);
        if (values.Count < rows)
            throw TooFew(field, values.Count);
    }

    private UnusableInputException TooFew(RecordField field, int rows) =>
        new($"{Path}: column '{field.Name}' has {rows} rows, where the file claims {Rows}; write the file again");

    // Groups of rows in order, until there are enough rows.
    private void ForEachGroup(RecordField field, Func<bool> goesOn, Func<ParquetBatch, bool> take, CancellationToken cancellation)
    {
        foreach (ParquetPart part in _parts)
        {
            for (int group = 0; group < part.Groups && goesOn(); group++)
                Read(part, group, field, take, cancellation);
        }
    }

    private void Read(ParquetPart part, int group, RecordField field, Func<ParquetBatch, bool> take, CancellationToken cancellation)
    {
        Unpacked(Guarded(part.Path, () => part.UnpackedBytes(group, field.Place)));
        bool hasEnded = false;
        bool Call()
        {
            try
            {
                part.Read(group, field.Place, take, cancellation);
                return true;
            }
            finally
            {
                hasEnded = true;
            }
        }

        try
        {
            Guarded(part.Path, () => LibraryCall.Run(part.FileBytes, Allowed, Call, cancellation));
        }
        finally
        {
            _isLeft |= !hasEnded;
        }
    }

    // False when there are enough rows.
    private static bool AddLists(ParquetBatch batch, RecordVectors into)
    {
        float[] numbers = batch.ToFloats();
        int next = 0;
        for (int i = 0; i < batch.Levels; i++)
        {
            if (batch.Repetition[i] == 0 && !into.Begin())
                return false;
            if (batch.Definition.Length == 0 || batch.Definition[i] == batch.MaxDefinition)
                into.Add(numbers[next++]);
            else if (batch.Definition[i] >= batch.ElementDefinition)
                into.AddMissing();
        }

        return true;
    }
}
