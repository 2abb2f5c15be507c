using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Parquet;
using GpuCluster.Data.Shards;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// What clip-retrieval writes: vectors of images in img_emb/img_emb_0.npy and so on, and a table of as many rows beside each in
/// metadata/metadata_0.parquet.
/// </summary>
internal static class ClipRetrievalFolder
{
    private const string Vectors = "img_emb";
    private const string Texts = "text_emb";
    private const string Tables = "metadata";

    /// <summary>Whether a folder is one.</summary>
    public static bool Is(string folder) => ShardsOf(folder, Vectors, ".npy").Length > 0;

    /// <summary>Reads the vectors and their tables.</summary>
    /// <exception cref="UnusableInputException">None can be read, or a table has another number of rows.</exception>
    public static Dataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        string[] tables = ShardsOf(folder, Tables, ".parquet");
        Dataset set = ShardReader.Read(
            folder,
            ShardsOf(folder, Vectors, ".npy"),
            options with
            {
                As = MatrixUse.Embedding,
            },
            (path, own) => ReadShard(path, Array.Find(tables, table => Number(table) == Number(path)), own, cancellation),
            cancellation
        );
        string rest = Directory.Exists(Path.Combine(folder, Texts)) ? $"; the vectors of texts in {Texts} are left out" : "";
        DatasetNote note = new($"{folder}: the vectors are those of images in {Vectors}, as clip-retrieval writes them{rest}");
        return set with { Notes = [note, .. set.Notes] };
    }

    private static int Number(string path) => ShardReader.NumberOf(path);

    private static string[] ShardsOf(string folder, string inner, string extension)
    {
        string path = Path.Combine(folder, inner);
        return Directory.Exists(path) ? ShardReader.Sorted(Directory.EnumerateFiles(path, $"*{extension}")) : [];
    }

    private static Dataset ReadShard(string path, string? tablePath, DatasetOptions options, CancellationToken cancellation)
    {
        Dataset read = NpyFile.Read(path, options, cancellation);
        if (read is not EmbeddingDataset set || tablePath is null)
            return read;
        TextTable table = ParquetText.Read(tablePath, cancellation);
        if (table.Rows.Count != set.Count && (options.Limit is null || set.Count < options.Limit || table.Rows.Count < set.Count))
        {
            throw new UnusableInputException(
                $"{tablePath}: {Counted.Of(table.Rows.Count, "row")}, "
                    + $"where {path} has {Counted.Of(set.Count, "vector")}; give the two files of one run"
            );
        }

        int names = ListHeadings.PathIn(table.Headings),
            label = ListHeadings.LabelIn(table.Headings);
        string[] Column(int place) => [.. Enumerable.Range(0, set.Count).Select(row => table.Rows[row][place])];
        string[]? files = names < 0 ? null : BesideFiles.TryResolve(tablePath, Column(names));
        return set with
        {
            Labels = label < 0 ? null : LabelClasses.FromTexts(Column(label)),
            Files = files,
            Columns =
            [
                .. table
                    .Headings.Index()
                    .Where(heading => heading.Index != label && (heading.Index != names || files is null))
                    .Select(heading => ColumnTypes.Of(heading.Item, Column(heading.Index))),
            ],
        };
    }
}
