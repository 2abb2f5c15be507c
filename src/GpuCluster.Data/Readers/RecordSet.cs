using System.Globalization;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Records;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A table of columns (Parquet, Arrow) as a data set. The column that the user names holds the vectors; else lists of numbers under a name
/// of vectors; else a column of bytes holds image files, as Hugging Face's struct image {bytes, path} does; else a column of paths names
/// them, relative to the file; else the only list of numbers is the vectors; else the columns of numbers are, one for each feature. Labels
/// and other columns as in lists.
/// </summary>
internal static class RecordSet
{
    private static readonly string[] VectorNames = ["embedding", "embeddings", "vector", "vectors", "features"];

    /// <summary>Parts of other names of vectors, for example "clip_embedding" or "image_emb".</summary>
    private static readonly string[] VectorParts = ["emb", "vector", "feature", "latent"];

    /// <summary>Reads the table.</summary>
    /// <exception cref="UnusableInputException">It is empty, or no column can be the samples.</exception>
    public static Dataset Read(RecordTable table, DatasetOptions options, CancellationToken cancellation)
    {
        string path = table.Path;
        if (table.Rows is < 1 or > int.MaxValue)
            throw new UnusableInputException($"{path}: {table.Rows} rows; give 1 to {int.MaxValue}");
        int total = (int)table.Rows,
            rows = Math.Min(total, options.Limit ?? int.MaxValue);
        table.Unpacked((Int128)rows * table.Fields.Count * sizeof(float));
        RecordField[] flat = [.. table.Fields.Where(field => field.Kind is RecordKind.Number or RecordKind.Text or RecordKind.Bytes)];
        RecordField? bytes = Array.Find(flat, field => field.Kind == RecordKind.Bytes);
        RecordField[] values = [.. flat.Where(field => field.Kind != RecordKind.Bytes)];
        string[] names = [.. values.Select(field => field.Name)];
        RecordField? label = ListHeadings.LabelIn(names) is >= 0 and int labelPlace ? values[labelPlace] : null;
        RecordField? paths = PathsOf(values, names, bytes);
        List<DatasetNote> notes = [];
        RecordField? vectors = VectorsOf(table, options.ArrayName, bytes ?? paths, notes);
        RecordField[] wide = vectors is null && bytes is null && paths is null ? WideOf(table, values, names, label, notes) : [];
        if (vectors is not null && bytes == vectors)
            bytes = null;
        RecordField[] others =
        [
            .. table.Fields.Where(field =>
                field != label
                && field != paths
                && field != bytes
                && field != vectors
                && field.Kind != RecordKind.Numbers
                && !wide.Contains(field)
            ),
        ];
        List<SampleColumn> columns = ColumnsOf(table, others, rows, notes, cancellation);
        SampleLabels? labels =
            options.LabelsPath is { } labelsPath ? LabelsFile.Read(labelsPath, total).Take(rows)
            : label is null ? null
            : LabelsOf(table, label, rows, columns, notes, cancellation);
        string[]? texts = paths is null ? null : table.Texts(paths, rows, cancellation);
        string[]? unpacked = bytes is null ? null : RecordImages.Unpack(path, table, bytes, rows, options.Progress, cancellation);
        string name = InputFile.NameOf(path);
        string[]? inside = unpacked is null
            ? null
            : [.. Enumerable.Range(0, rows).Select(row => texts?[row] is { Length: > 0 } own ? own : $"{name}[{row}]")];
        if (vectors is not null || wide.Length > 0)
        {
            IReadOnlyList<int> kept = [.. Enumerable.Range(0, rows)];
            EmbeddingMatrix matrix =
                vectors is null ? Wide(table, wide, rows, cancellation)
                : vectors.Kind == RecordKind.Text ? Lists(table, vectors, rows, Texts, out kept)
                : Lists(table, vectors, rows, into => table.Vectors(vectors, into, cancellation), out kept);
            void Texts(RecordVectors into) => JsonVectors.Add(table, vectors, table.Texts(vectors, rows, cancellation), into);
            string[]? beside = texts is null || unpacked is not null ? null : BesideFiles.TryResolve(path, texts);
            if (texts is not null && beside is null)
                columns.Insert(0, new TextColumn(ListHeadings.Path, texts));
            bool isWhole = kept.Count == rows;
            string[]? Picked(string[]? all) => all is null || isWhole ? all : [.. kept.Select(row => all[row])];
            string[]? pictures = Picked(unpacked),
                captions = Picked(inside);
            return new EmbeddingDataset(name, matrix, isWhole ? labels : labels?.Pick(kept))
            {
                Columns = isWhole ? columns : [.. columns.Select(column => column.Pick(kept))],
                Files = Picked(beside),
                Pictures = pictures is null ? null : () => new FolderThumbnails(pictures, captions),
                Notes = notes,
                Rows = SampleRows.Of(rows, kept),
                SourceRows = isWhole ? null : kept,
                SourceCount = isWhole ? null : total,
                Warnings = isWhole ? [] : [WarningOf(table, vectors!, rows, kept)],
            };
        }

        if (bytes is null && paths is null)
        {
            IEnumerable<string> shown = table.Fields.Take(20).Select(field => field.Description);
            throw new UnusableInputException(
                $"{path}: no vectors, no images and no paths among its columns {string.Join(", ", shown)}; "
                    + "name a column of lists of floats 'embedding', one of image bytes 'image', or one of files 'path'"
            )
            {
                Remedies = [new Remedy(Setting.ArrayName)],
            };
        }

        string[] files = unpacked ?? BesideFiles.Resolve(path, texts!);
        // Hugging Face stores either the bytes or the path.
        if (unpacked is not null && texts is not null)
            files = [.. BesideFiles.Resolve(path, texts).Select((file, row) => unpacked[row].Length > 0 ? unpacked[row] : file)];
        OpenedImages set = OpenedImages.Find(path, files, row => $"row {row}", new SourceFiles(), options, cancellation);
        return new ImageFileDataset(name, [.. set.Kept.Select(row => files[row])], labels?.Pick(set.Kept))
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

    private static EmbeddingMatrix Lists(
        RecordTable table,
        RecordField field,
        int rows,
        Action<RecordVectors> read,
        out IReadOnlyList<int> kept
    )
    {
        RecordVectors into = new(table, field.Name, rows);
        read(into);
        EmbeddingMatrix matrix = into.Take();
        kept = into.Kept;
        return matrix;
    }

    private static EmbeddingMatrix Wide(RecordTable table, RecordField[] fields, int rows, CancellationToken cancellation)
    {
        table.Unpacked((Int128)rows * fields.Length * sizeof(float));
        float[] values = HostMemory.Allocate<float>((long)rows * fields.Length, table.Path);
        for (int place = 0; place < fields.Length; place++)
        {
            SampleColumn column = table.Column(fields[place], rows, cancellation);
            for (int row = 0; row < rows; row++)
            {
                // Numbers that double cannot hold are text; a vector takes the nearest.
                float value =
                    column is NumericColumn numbers ? (float)numbers.Values[row]
                    : float.TryParse(column.TextOf(row), CultureInfo.InvariantCulture, out float parsed) ? parsed
                    : float.NaN;
                values[(row * fields.Length) + place] = float.IsFinite(value)
                    ? value
                    : throw new UnusableInputException(
                        $"{table.Path}: row {row}: column '{fields[place].Name}' has no finite number; leave such rows out "
                            + "where the file is made"
                    );
            }
        }

        return new EmbeddingMatrix(rows, fields.Length, values);
    }

    private static string WarningOf(RecordTable table, RecordField field, int rows, IReadOnlyList<int> kept)
    {
        int first = Enumerable.Range(0, rows).First(row => row >= kept.Count || kept[row] != row);
        int count = rows - kept.Count;
        return $"{table.Path}: {count} {(count == 1 ? "row has" : "rows have")} no vector in '{field.Name}' (the first is row {first}) and "
            + $"{(count == 1 ? "is" : "are")} left out";
    }

    // Beside bytes the path of the same struct names the image.
    private static RecordField? PathsOf(RecordField[] values, string[] names, RecordField? bytes)
    {
        string[] parents = bytes is null ? [] : bytes.Name.Split('.')[..^1];
        string beside = string.Join('.', [.. parents, ListHeadings.Path]);
        int place = Array.IndexOf(names, beside) is >= 0 and int inside ? inside : ListHeadings.PathIn(names);
        return place >= 0 && values[place].Kind == RecordKind.Text ? values[place] : null;
    }

    // A name counts more than a type: beside images, four numbers may be a box.
    private static RecordField? VectorsOf(RecordTable table, string? wanted, RecordField? images, List<DatasetNote> notes)
    {
        RecordField[] lists = [.. table.Fields.Where(field => field.Kind == RecordKind.Numbers)];
        if (wanted is not null)
        {
            return table.Fields.FirstOrDefault(field =>
                    field.Kind is RecordKind.Numbers or RecordKind.Text && field.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                )
                ?? throw new UnusableInputException(
                    $"{table.Path}: no column of lists of numbers is called '{wanted}'; it has "
                        + string.Join(", ", table.Fields.Take(20).Select(field => field.Description))
                )
                {
                    Remedies = [new Remedy(Setting.ArrayName)],
                };
        }

        RecordField? named =
            VectorNames.SelectMany(name => lists.Where(field => LastOf(field) == name)).FirstOrDefault()
            ?? Array.Find(lists, field => Array.Exists(VectorParts, part => field.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            ?? table.Fields.FirstOrDefault(field =>
                lists.Length == 0 && images is null && field.Kind == RecordKind.Text && VectorNames.Contains(LastOf(field))
            );
        RecordField? chosen = named ?? (images is null && lists.Length == 1 ? lists[0] : null);
        RecordField[] others = [.. lists.Where(field => field != chosen)];
        string listed = string.Join(", ", others.Take(5).Select(field => $"'{field.Name}'"));
        string rest = others.Length == 0 ? "" : $"; the lists {listed} are left out";
        Remedy[] remedies = [new Remedy(Setting.ArrayName)];
        if (chosen is not null && (named is null || others.Length > 0 || images is not null))
        {
            notes.Add(new DatasetNote($"{table.Path}: the vectors are the column '{chosen.Name}'{rest}") { Remedies = remedies });
        }
        else if (chosen is null && images is not null && others.Length > 0)
        {
            string remedy = "name a column 'embedding' to take it as vectors";
            notes.Add(
                new DatasetNote($"{table.Path}: the samples are the images of '{images.Name}'{rest}; {remedy}") { Remedies = remedies }
            );
        }

        return chosen;
    }

    private static RecordField[] WideOf(
        RecordTable table,
        RecordField[] values,
        string[] names,
        RecordField? label,
        List<DatasetNote> notes
    )
    {
        bool[] areNumbers = [.. values.Select(field => field.Kind == RecordKind.Number)];
        int[] places = WideColumns.Of(names, areNumbers, label is null ? -1 : Array.IndexOf(values, label));
        if (places.Length < 2)
            return [];
        RecordField[] wide = [.. places.Select(place => values[place])];
        notes.Add(new DatasetNote($"{table.Path}: the vectors are {wide.Length} columns, '{wide[0].Name}' to '{wide[^1].Name}'"));
        return wide;
    }

    private static string LastOf(RecordField field) => field.Name.Split('.')[^1].ToLowerInvariant();

    private static List<SampleColumn> ColumnsOf(
        RecordTable table,
        RecordField[] fields,
        int rows,
        List<DatasetNote> notes,
        CancellationToken cancellation
    )
    {
        List<SampleColumn> columns = [];
        List<string> left = [];
        foreach (RecordField field in fields)
        {
            if (field.Kind is not (RecordKind.Number or RecordKind.Text))
            {
                left.Add(field.Description);
                continue;
            }

            SampleColumn column = table.Column(field, rows, cancellation);
            bool isNamed = column is NumericColumn && HuggingFaceFeatures.ClassNames(table, column.Name) is not null;
            columns.Add(isNamed ? Named((NumericColumn)column, HuggingFaceFeatures.ClassNames(table, column.Name)!) : column);
        }

        if (left.Count > 0)
            notes.Add(new DatasetNote($"{table.Path}: columns of other types are left out: {string.Join(", ", left.Take(5))}"));
        return columns;
    }

    private static TextColumn Named(NumericColumn numbers, IReadOnlyList<string> names) =>
        new(numbers.Name, Array.ConvertAll(numbers.Values, value => value >= 0 && value < names.Count ? names[(int)value] : ""));

    // A number with a fraction is no class, for example the target of a regression: it becomes a column.
    private static SampleLabels? LabelsOf(
        RecordTable table,
        RecordField label,
        int rows,
        List<SampleColumn> columns,
        List<DatasetNote> notes,
        CancellationToken cancellation
    )
    {
        SampleColumn column = table.Column(label, rows, cancellation);
        if (column is not NumericColumn numbers)
            return LabelClasses.FromTexts(((TextColumn)column).Values);
        if (LabelClasses.FromNumbers(numbers.Values) is { } labels)
            return HuggingFaceFeatures.ClassNames(table, numbers.Name) is { } names ? LabelClasses.Named(labels, names) : labels;
        columns.Add(numbers);
        notes.Add(new DatasetNote($"{table.Path}: '{numbers.Name}' holds fractions, so it is a column of numbers and no classes"));
        return null;
    }
}
