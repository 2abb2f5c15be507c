using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Records;

namespace GpuCluster.Data.Arrow;

/// <summary>An Arrow file (.arrow, .feather) or stream (.arrows), whose batches of rows are read whole.</summary>
internal sealed class ArrowTable : RecordTable
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    /// <summary>A row takes a bit at least: that of a column of truth values.</summary>
    private const int BitsPerByte = 8;

    private readonly List<RecordBatch> _batches;
    private readonly List<ArrowPath> _paths;
    private readonly Schema _schema;

    private ArrowTable(string path, long fileBytes, Schema schema, List<RecordBatch> batches)
        : base(path, fileBytes)
    {
        (_schema, _batches) = (schema, batches);
        _paths = [.. schema.FieldsList.SelectMany((field, place) => ArrowPath.Of(field, field.Name, [place]))];
        Fields = [.. _paths.Select((each, place) => new RecordField(each.Name, each.Kind, each.TypeText, place))];
        Rows = batches.Sum(batch => (long)batch.Length);
    }

    /// <summary>The first bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    /// <inheritdoc/>
    public override long Rows { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<RecordField> Fields { get; }

    /// <summary>Whether a file begins as a stream: a marker and the length of a message.</summary>
    public static bool IsStream(ReadOnlySpan<byte> start) => start.StartsWith<byte>([0xFF, 0xFF, 0xFF, 0xFF]);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows are wanted at least.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No Arrow file, or a damaged one.</exception>
    public static ArrowTable Open(string path, int rows, CancellationToken cancellation)
    {
        // The second one unpacks what the first one reads.
        OptionalLibrary.Require(path, "Apache.Arrow");
        OptionalLibrary.Require(path, "Apache.Arrow.Compression");
        using FileStream stream = InputFile.Open(path);
        byte[] start = new byte[Magic.Length];
        InputFile.ReadUpTo(stream, start, path);
        stream.Position = 0;
        if (start.AsSpan().StartsWith("FEA1"u8))
            throw new UnusableInputException($"{path}: Feather of version 1; write it again as version 2: df.to_feather('{path}')");
        try
        {
            return LibraryCall.Run(stream.Length, Allowed, () => Read(path, stream, start, rows, cancellation), cancellation);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path, e);
        }
    }

    /// <inheritdoc/>
    public override string? Metadata(string key) => _schema.Metadata?.GetValueOrDefault(key);

    /// <inheritdoc/>
    public override SampleColumn Column(RecordField field, int rows, CancellationToken cancellation)
    {
        try
        {
            return ArrowColumn.Of(field.Name, ArraysOf(field), rows, this);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(Path, e);
        }
    }

    /// <inheritdoc/>
    public override void Bytes(RecordField field, int rows, Action<int, ReadOnlyMemory<byte>> take, CancellationToken cancellation)
    {
        int row = 0;
        foreach (IArrowArray array in ArraysOf(field))
        {
            for (int i = 0; i < array.Length && row < rows; i++, row++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (array.IsNull(i))
                    continue;
                byte[] bytes = BytesAt(array, i);
                Unpacked(bytes.Length);
                take(row, bytes);
            }
        }
    }

    /// <inheritdoc/>
    public override void Vectors(RecordField field, RecordVectors into, CancellationToken cancellation)
    {
        foreach (IArrowArray array in ArraysOf(field))
        {
            for (int i = 0; i < array.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!into.Begin())
                    return;
                try
                {
                    if (!array.IsNull(i))
                        ArrowColumn.AddTo(into, ArrowColumn.Elements(array, i));
                }
                catch (Exception e) when (IsDamage(e))
                {
                    throw Damaged(Path, e);
                }
            }
        }
    }

    public override void Dispose()
    {
        foreach (RecordBatch batch in _batches)
            batch.Dispose();
    }

    private static ArrowTable Read(string path, FileStream stream, byte[] start, int rows, CancellationToken cancellation)
    {
        CompressionCodecFactory codecs = new();
        using ArrowInput input = new(stream);
        LimitedAllocator memory = new(path, stream.Length);
        using ArrowStreamReader reader = start.AsSpan().SequenceEqual(Magic)
            ? new ArrowFileReader(input, memory, codecs, leaveOpen: true)
            : new ArrowStreamReader(input, memory, codecs, leaveOpen: true);
        List<RecordBatch> batches = [];
        long taken = 0,
            bytes = 0;
        try
        {
            while (taken < rows && HasMore(reader, input) && reader.ReadNextRecordBatch() is { } batch)
            {
                cancellation.ThrowIfCancellationRequested();
                batches.Add(batch);
                taken += batch.Length;
                long held = batch.Arrays.Sum(array => BytesOf(array.Data));
                if (batch.Length > BitsPerByte * held)
                    throw new InvalidDataException("a batch claims more rows than its buffers hold");
                bytes += held;
                UnpackLimit.Check(path, stream.Length, bytes, "write it without compression");
            }

            return new ArrowTable(path, stream.Length, reader.Schema, batches);
        }
        catch
        {
            foreach (RecordBatch batch in batches)
                batch.Dispose();
            throw;
        }
    }

    private static long BytesOf(ArrayData data) =>
        data.Buffers.Sum(buffer => (long)buffer.Length)
        + (data.Children?.Sum(BytesOf) ?? 0)
        + (data.Dictionary is { } words ? BytesOf(words) : 0);

    // For damage the library throws exceptions of many types, and asks for as much memory as a wrong length says.
    private static bool IsDamage(Exception e) => e is not (OperationCanceledException or UnusableInputException or MachineFaultException);

    private static UnusableInputException Damaged(string path, Exception e) =>
        new($"{path}: not a usable Arrow file: {e.Message.ReplaceLineEndings(" ")}; write the file again", e);

    private byte[] BytesAt(IArrowArray array, int i)
    {
        try
        {
            return array is BinaryArray binary ? binary.GetBytes(i).ToArray() : ((LargeBinaryArray)array).GetBytes(i).ToArray();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(Path, e);
        }
    }

    // A stream may end without a word, where the guarded file would refuse to be read on.
    private static bool HasMore(ArrowStreamReader reader, LibraryStream input) =>
        reader is ArrowFileReader || input.Position < input.Length;

    private IEnumerable<IArrowArray> ArraysOf(RecordField field) => _batches.Select(batch => _paths[field.Place].In(batch));
}
