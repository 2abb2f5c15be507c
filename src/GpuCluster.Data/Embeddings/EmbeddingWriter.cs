using System.IO.Compression;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Embeddings;

/// <summary>
/// Writes vectors in the format of the file's extension: .npy with X.labels.npy and X.columns.csv beside it, .npz and .parquet with
/// everything in one file. This program reads all of them.
/// </summary>
public static class EmbeddingWriter
{
    /// <summary>The fixed timestamp in a .npz, so that the same vectors give the same file.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks the extension and that the file can be written; call it before long work.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    public static void Check(string path)
    {
        if (FormatOf(path) is null)
        {
            throw new UnusableInputException(
                $"{path}: unknown format of vectors '{Path.GetExtension(path)}'; end the name in .npy, .npz or .parquet"
            );
        }

        if (FormatOf(path) == ".parquet")
            OptionalLibrary.Require(path, "ParquetSharp");

        AtomicFile.Probe(path);
    }

    /// <summary>Writes the files, each whole or not at all.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(string path, EmbeddingRecord record, CancellationToken cancellation = default)
    {
        Check(path);
        switch (FormatOf(path))
        {
            case ".npz":
                AtomicFile.Write(path, stream => WriteNpz(stream, record), cancellation);
                break;
            case ".parquet":
                AtomicFile.Write(path, stream => EmbeddingParquet.Write(stream, record, cancellation), cancellation);
                break;
            default:
                AtomicFile.Write(path, stream => NpyWriter.Write(stream, record.Vectors, record.Rows), cancellation);
                if (record.LabelTexts is { } labels)
                    AtomicFile.Write(Path.ChangeExtension(path, ".labels.npy"), stream => NpyText.Write(stream, labels), cancellation);
                new SampleTable(record.Heading, [("model", _ => record.Model)]).Write(
                    Path.ChangeExtension(path, ".columns.csv"),
                    [.. Enumerable.Range(0, record.Rows.Count)],
                    cancellation
                );
                break;
        }
    }

    private static void WriteNpz(Stream stream, EmbeddingRecord record)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        WriteMember(zip, "embedding", member => NpyWriter.Write(member, record.Vectors, record.Rows));
        WriteMember(zip, "path", member => NpyText.Write(member, record.Paths));
        if (record.LabelTexts is { } labels)
            WriteMember(zip, "label", member => NpyText.Write(member, labels));
        WriteMember(zip, "model", member => NpyText.Write(member, [.. Enumerable.Repeat(record.Model, record.Paths.Count)]));
    }

    private static void WriteMember(ZipArchive zip, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = NoTime;
        using Stream member = entry.Open();
        write(member);
    }

    private static string? FormatOf(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension is ".npy" or ".npz" or ".parquet" ? extension : null;
    }
}
