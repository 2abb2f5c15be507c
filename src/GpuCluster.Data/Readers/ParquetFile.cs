using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Parquet;
using GpuCluster.Data.Tables;
using Parquet.Schema;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A .parquet as a data set. With a column of lists of numbers (embedding, or the only one) these are the vectors; else a column of bytes
/// holds image files, as Hugging Face's struct image {bytes, path} does; else a column of paths names them, relative to the file. Labels
/// and other columns as in lists.
/// </summary>
internal static class ParquetFile
{
    private static readonly string[] VectorNames = ["embedding", "embeddings", "vector", "vectors", "features"];

    /// <summary>The first four bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Reads the file; damage anywhere in it is a refusal.</summary>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation) =>
        ParquetTable.Guarded(path, () => ReadTable(path, options, cancellation));

    private static Dataset ReadTable(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using ParquetTable table = ParquetTable.Open(path);
        if (table.Rows is 0 or > int.MaxValue)
            throw new UnusableInputException($"{path}: {table.Rows} rows; give 1 to {int.MaxValue}");
        int total = (int)table.Rows,
            rows = Math.Min(total, options.Limit ?? int.MaxValue);
        DataField[] lists = [.. table.Fields.Where(field => field.MaxRepetitionLevel == 1)],
            flat = [.. table.Fields.Where(field => field.MaxRepetitionLevel == 0)];
        string[] names = [.. flat.Select(ParquetTable.NameOf)];
        DataField? vectors =
            VectorNames
                .Select(name => Array.Find(lists, field => ParquetTable.NameOf(field).Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(field => field is not null)
            ?? (lists.Length == 1 && lists[0].ClrType != typeof(ReadOnlyMemory<char>) ? lists[0] : null);
        DataField? bytes = Array.Find(flat, field => field.ClrType == typeof(ReadOnlyMemory<byte>));
        DataField? label = ListHeadings.LabelIn(names) is >= 0 and int labelPlace ? flat[labelPlace] : null;
        DataField? paths =
            ListHeadings.PathIn(names) is >= 0 and int pathPlace && flat[pathPlace].ClrType == typeof(ReadOnlyMemory<char>)
                ? flat[pathPlace]
                : null;
        if (vectors is null && bytes is null && paths is null)
        {
            IEnumerable<string> shown = table.Fields.Take(20).Select(field => $"'{ParquetTable.NameOf(field)}' ({field.ClrType.Name})");
            throw new UnusableInputException(
                $"{path}: no vectors, no images and no paths among its columns {string.Join(", ", shown)}; "
                    + "name a column of lists of floats 'embedding', one of image bytes 'image', or one of files 'path'"
            );
        }

        SampleLabels? labels =
            options.LabelsPath is { } labelsPath ? DatasetReader.ReadLabels(labelsPath, total).Take(rows)
            : label is null ? null
            : table.Column(label, rows) is NumericColumn numbers ? LabelsOf(numbers)
            : LabelClasses.FromTexts(table.Texts(label, rows));
        SampleColumn[] columns =
        [
            .. flat.Where(field => !Equals(field, label) && !Equals(field, paths) && !Equals(field, bytes))
                .Select(field => table.Column(field, rows))
                .OfType<SampleColumn>(),
        ];
        string[]? texts = paths is null ? null : table.Texts(paths, rows);
        string name = InputFile.NameOf(path);
        if (vectors is not null)
        {
            float[] values = table.Vectors(vectors, rows, cancellation, out int width);
            string[]? beside = texts is null ? null : BesideFiles.TryResolve(path, texts);
            if (texts is not null && beside is null)
                columns = [new TextColumn(ListHeadings.Path, texts), .. columns];
            return new EmbeddingDataset(name, new EmbeddingMatrix(rows, width, values), labels) { Columns = columns, Files = beside };
        }

        string[] files = bytes is not null
            ? ParquetImages.Unpack(path, table, bytes, rows, options.Progress, cancellation)
            : BesideFiles.Resolve(path, texts!);
        DecodedImages set = DecodedImages.Read(path, files, row => $"row {row}", options, cancellation);
        return new ImageFileDataset(name, [.. set.Kept.Select(row => files[row])], set.Pixels, labels?.Pick(set.Kept))
        {
            Columns = [.. columns.Select(column => column.Pick(set.Kept))],
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = total,
            Warnings = set.Warning is { } warning ? [warning] : [],
        };
    }

    // Class numbers are whole; a row without one has no label.
    private static SampleLabels LabelsOf(NumericColumn numbers) =>
        LabelClasses.FromNumbers<long>(Array.ConvertAll(numbers.Values, value => float.IsNaN(value) ? -1 : (long)value));
}
