using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Parquet;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;
using Parquet.Schema;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A .parquet as a data set. Lists of numbers under a name of vectors are the vectors; else a column of bytes holds image files, as Hugging
/// Face's struct image {bytes, path} does; else a column of paths names them, relative to the file; else the only list of numbers is the
/// vectors. Labels and other columns as in lists.
/// </summary>
internal static class ParquetFile
{
    private static readonly string[] VectorNames = ["embedding", "embeddings", "vector", "vectors", "features"];

    /// <summary>Parts of other names of vectors, for example "clip_embedding" or "image_emb".</summary>
    private static readonly string[] VectorParts = ["emb", "vector", "feature", "latent"];

    /// <summary>The first four bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Reads the file; damage anywhere in it is a refusal.</summary>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation) =>
        ParquetTable.Guarded(path, () => ReadTable(path, options, cancellation));

    private static Dataset ReadTable(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using ParquetTable table = ParquetTable.Open(path, cancellation);
        if (table.Rows is 0 or > int.MaxValue)
            throw new UnusableInputException($"{path}: {table.Rows} rows; give 1 to {int.MaxValue}");
        int total = (int)table.Rows,
            rows = Math.Min(total, options.Limit ?? int.MaxValue);
        table.Unpacked((Int128)rows * table.Fields.Count * sizeof(float));
        DataField[] flat = [.. table.Fields.Where(field => field.MaxRepetitionLevel == 0)];
        string[] names = [.. flat.Select(ParquetTable.NameOf)];
        DataField? bytes = Array.Find(flat, field => field.ClrType == typeof(ReadOnlyMemory<byte>));
        DataField? label = ListHeadings.LabelIn(names) is >= 0 and int labelPlace ? flat[labelPlace] : null;
        DataField? paths = PathsOf(flat, names, bytes);
        List<DatasetNote> notes = [];
        DataField? vectors = VectorsOf(path, table, bytes ?? paths, notes);
        if (vectors is null && bytes is null && paths is null)
        {
            IEnumerable<string> shown = table.Fields.Take(20).Select(field => $"'{ParquetTable.NameOf(field)}' ({field.ClrType.Name})");
            throw new UnusableInputException(
                $"{path}: no vectors, no images and no paths among its columns {string.Join(", ", shown)}; "
                    + "name a column of lists of floats 'embedding', one of image bytes 'image', or one of files 'path'"
            );
        }

        DataField[] others = [.. flat.Where(field => !Equals(field, label) && !Equals(field, paths) && !Equals(field, bytes))];
        List<SampleColumn> columns = ColumnsOf(path, table, others, rows, notes);
        SampleLabels? labels =
            options.LabelsPath is { } labelsPath ? DatasetReader.ReadLabels(labelsPath, total).Take(rows)
            : label is null ? null
            : LabelsOf(path, table, label, rows, columns, notes);
        string[]? texts = paths is null ? null : table.Texts(paths, rows);
        string[]? unpacked = bytes is null ? null : ParquetImages.Unpack(path, table, bytes, rows, options.Progress, cancellation);
        string name = InputFile.NameOf(path);
        string[]? inside = unpacked is null
            ? null
            : [.. Enumerable.Range(0, rows).Select(row => texts?[row] is { Length: > 0 } own ? own : $"{name}[{row}]")];
        if (vectors is not null)
        {
            float[] values = table.Vectors(vectors, rows, cancellation, out int width);
            string[]? beside = texts is null || unpacked is not null ? null : BesideFiles.TryResolve(path, texts);
            if (texts is not null && beside is null)
                columns.Insert(0, new TextColumn(ListHeadings.Path, texts));
            return new EmbeddingDataset(name, new EmbeddingMatrix(rows, width, values), labels)
            {
                Columns = columns,
                Files = beside,
                Pictures = unpacked is null ? null : () => new FolderThumbnails(unpacked, inside),
                Notes = notes,
            };
        }

        string[] files = unpacked ?? BesideFiles.Resolve(path, texts!);
        DecodedImages set = DecodedImages.Read(path, files, row => $"row {row}", new SourceFiles(), options, cancellation);
        return new ImageFileDataset(name, [.. set.Kept.Select(row => files[row])], set.Pixels, labels?.Pick(set.Kept))
        {
            Names = inside is null ? null : [.. set.Kept.Select(row => inside[row])],
            Columns = [.. columns.Select(column => column.Pick(set.Kept))],
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = total,
            Warnings = set.Warning is { } warning ? [warning] : [],
            Notes = notes,
        };
    }

    // Beside bytes the path of the same struct names the image.
    private static DataField? PathsOf(DataField[] flat, string[] names, DataField? bytes)
    {
        string[] parents = bytes is null ? [] : ParquetTable.NameOf(bytes).Split('.')[..^1];
        string beside = string.Join('.', [.. parents, ListHeadings.Path]);
        int place = Array.IndexOf(names, beside) is >= 0 and int inside ? inside : ListHeadings.PathIn(names);
        return place >= 0 && flat[place].ClrType == typeof(ReadOnlyMemory<char>) ? flat[place] : null;
    }

    // A name counts more than a type: beside images, four numbers may be a box.
    private static DataField? VectorsOf(string path, ParquetTable table, DataField? images, List<DatasetNote> notes)
    {
        DataField[] lists = [.. table.Fields.Where(IsListOfNumbers)];
        IEnumerable<DataField> exact = VectorNames.SelectMany(name => lists.Where(field => IsCalled(field, name)));
        DataField? named =
            exact.FirstOrDefault() ?? Array.Find(lists, field => Array.Exists(VectorParts, part => IsCalledLike(field, part)));
        DataField? chosen = named ?? (images is null && lists.Length == 1 ? lists[0] : null);
        DataField[] others = [.. lists.Where(field => !Equals(field, chosen))];
        string listed = string.Join(", ", others.Take(5).Select(field => $"'{ParquetTable.NameOf(field)}'"));
        string rest = others.Length == 0 ? "" : $"; the lists {listed} are left out";
        if (chosen is not null && (named is null || others.Length > 0 || images is not null))
        {
            notes.Add(new DatasetNote($"{path}: the vectors are the column '{ParquetTable.NameOf(chosen)}'{rest}"));
        }
        else if (chosen is null && images is not null && others.Length > 0)
        {
            string source = ParquetTable.NameOf(images);
            string remedy = "name a column 'embedding' to take it as vectors";
            notes.Add(new DatasetNote($"{path}: the samples are the images of '{source}'{rest}; {remedy}"));
        }

        return chosen;
    }

    private static bool IsListOfNumbers(DataField field) =>
        field.MaxRepetitionLevel == 1 && (field.ClrType.IsPrimitive || field.ClrType == typeof(decimal));

    private static bool IsCalled(DataField field, string name) =>
        ParquetTable.NameOf(field).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsCalledLike(DataField field, string part) =>
        ParquetTable.NameOf(field).Contains(part, StringComparison.OrdinalIgnoreCase);

    private static List<SampleColumn> ColumnsOf(string path, ParquetTable table, DataField[] fields, int rows, List<DatasetNote> notes)
    {
        List<SampleColumn> columns = [];
        List<string> left = [];
        foreach (DataField field in fields)
        {
            SampleColumn? column = table.Column(field, rows);
            if (column is NumericColumn numbers && HuggingFaceFeatures.ClassNames(table, column.Name) is { } names)
                columns.Add(Named(numbers, names));
            else if (column is not null)
                columns.Add(column);
            else
                left.Add($"'{ParquetTable.NameOf(field)}' ({field.ClrType.Name})");
        }

        if (left.Count > 0)
            notes.Add(new DatasetNote($"{path}: columns of other types are left out: {string.Join(", ", left.Take(5))}"));
        return columns;
    }

    private static TextColumn Named(NumericColumn numbers, IReadOnlyList<string> names) =>
        new(numbers.Name, Array.ConvertAll(numbers.Values, value => value >= 0 && value < names.Count ? names[(int)value] : ""));

    // A number with a fraction is no class, for example the target of a regression: it becomes a column.
    private static SampleLabels? LabelsOf(
        string path,
        ParquetTable table,
        DataField label,
        int rows,
        List<SampleColumn> columns,
        List<DatasetNote> notes
    )
    {
        if (table.Column(label, rows) is not NumericColumn numbers)
            return LabelClasses.FromTexts(table.Texts(label, rows));
        if (LabelClasses.FromNumbers(numbers.Values) is { } labels)
            return HuggingFaceFeatures.ClassNames(table, numbers.Name) is { } names ? LabelClasses.Named(labels, names) : labels;
        columns.Add(numbers);
        notes.Add(new DatasetNote($"{path}: '{numbers.Name}' holds fractions, so it is a column of numbers and no classes"));
        return null;
    }
}
