using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Records;

namespace GpuCluster.Data.Parquet;

/// <summary>
/// An open .parquet, read column by column and group by group of rows through Apache's own reader (ParquetSharp), whose library is loaded
/// with the first such file.
/// </summary>
internal sealed class ParquetTable : RecordTable
{
    /// <summary>The time allowed for a small file: the first call loads and compiles the library.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    private readonly ParquetPart _part;
    private bool _isLeft;

    private ParquetTable(string path, ParquetPart part)
        : base(path, part.FileBytes)
    {
        _part = part;
    }

    /// <inheritdoc/>
    public override long Rows => _part.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<RecordField> Fields => _part.Fields;

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnusableInputException">No Parquet, or a damaged one.</exception>
    public static ParquetTable Open(string path, CancellationToken cancellation)
    {
        OptionalLibrary.Require(path, "ParquetSharp");
#pragma warning disable IDISP001 // Owned by the part.
        FileStream stream = InputFile.Open(path);
#pragma warning restore IDISP001
        try
        {
            return new ParquetTable(
                path,
                Guarded(path, () => LibraryCall.Run(stream.Length, Allowed, () => ParquetPart.Open(path, stream), cancellation))
            );
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string? Metadata(string key) => _part.Metadata.GetValueOrDefault(key);

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
        if (_isLeft)
            _part.Leave();
        else
            _part.Dispose();
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
        for (int group = 0; group < _part.Groups && goesOn(); group++)
            Read(group, field, take, cancellation);
    }

    private void Read(int group, RecordField field, Func<ParquetBatch, bool> take, CancellationToken cancellation)
    {
        Unpacked(Guarded(Path, () => _part.UnpackedBytes(group, field.Place)));
        bool hasEnded = false;
        bool Call()
        {
            try
            {
                _part.Read(group, field.Place, take, cancellation);
                return true;
            }
            finally
            {
                hasEnded = true;
            }
        }

        try
        {
            Guarded(Path, () => LibraryCall.Run(_part.FileBytes, Allowed, Call, cancellation));
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
