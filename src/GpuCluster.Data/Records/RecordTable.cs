using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Records;

/// <summary>An open table of a format that stores columns, such as Parquet.</summary>
/// <param name="path">The file or folder.</param>
/// <param name="fileBytes">Its size, which limits what it may unpack to.</param>
internal abstract class RecordTable(string path, long fileBytes) : IDisposable
{
    private const string Remedy = "write it with fewer rows, or as .npy or .npz";

    private Int128 _claimed;

    /// <summary>The file or folder.</summary>
    public string Path => path;

    /// <summary>All rows.</summary>
    public abstract long Rows { get; }

    /// <summary>The columns that hold values, those within structures and lists too.</summary>
    public abstract IReadOnlyList<RecordField> Fields { get; }

    /// <summary>What the file says of itself under a key, for example "huggingface"; null if nothing.</summary>
    public abstract string? Metadata(string key);

    /// <summary>Reads a column of one number or text a row.</summary>
    public abstract SampleColumn Column(RecordField field, int rows, CancellationToken cancellation);

    /// <summary>Passes on the bytes of each row that has some.</summary>
    public abstract void Bytes(RecordField field, int rows, Action<int, ReadOnlyMemory<byte>> take, CancellationToken cancellation);

    /// <summary>Reads lists of numbers.</summary>
    public abstract void Vectors(RecordField field, RecordVectors into, CancellationToken cancellation);

    /// <summary>Reads a column as text, numbers as they are written.</summary>
    public string[] Texts(RecordField field, int rows, CancellationToken cancellation)
    {
        SampleColumn column = Column(field, rows, cancellation);
        return column is TextColumn texts ? texts.Values : [.. Enumerable.Range(0, column.Count).Select(column.TextOf)];
    }

    /// <summary>Adds to what the file unpacks to, and refuses it above the limit.</summary>
    public void Unpacked(Int128 bytes) => UnpackLimit.Check(path, fileBytes, _claimed += bytes, Remedy);

    public abstract void Dispose();
}
