using System.Buffers.Text;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Projector;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Reads what TensorBoard's Embedding Projector reads: a .tsv of vectors, one row each without a header, with metadata.tsv beside it, or a
/// projector_config.pbtxt or .json that names both and a sheet of pictures, or a folder with one. Blank lines are left out, as the
/// Projector does. Text before the numbers of a row is a column.
/// </summary>
public static class ProjectorReader
{
    /// <summary>True if a path has the name of a Projector file.</summary>
    public static bool Reads(string path) => IsConfig(path) || path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    /// <summary>True if a path is a folder with a configuration, as TensorBoard and PyTorch write one for a log.</summary>
    internal static bool Holds(string path) => ConfigIn(path) is not null;

    /// <summary>Reads a set under the tensor's name. A sheet of pictures is checked when it is opened.</summary>
    /// <param name="path">The vectors' .tsv or the configuration.</param>
    /// <param name="options">The limit, and the labels if they are in another file.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">A file is absent, damaged, empty, ragged or not finite, or lengths differ.</exception>
    public static EmbeddingDataset Read(string path, DatasetOptions options, CancellationToken cancellation = default)
    {
        path = ConfigIn(path) ?? path;
        ProjectorConfig config = IsConfig(path)
            ? ProjectorConfig.Read(path)
            : new ProjectorConfig(InputFile.NameOf(path), path, MetadataBeside(path), null, 0, 0);
        List<string>[] texts = [];
        int total;
        EmbeddingMatrix vectors = config.VectorsPath.EndsWith(".bytes", StringComparison.OrdinalIgnoreCase)
            ? ReadBytes(path, config, options, out total, cancellation)
            : ReadVectors(config.VectorsPath, options, out total, out texts, cancellation);
        (SampleLabels? labels, IReadOnlyList<SampleColumn> columns) = config.MetadataPath is { } metadata
            ? ReadMetadata(metadata, vectors.Rows, isWhole: options.Limit is null, cancellation)
            : (null, []);
        if (options.LabelsPath is { } given)
            labels = LabelsFile.Read(given, total).Take(vectors.Rows);
        bool areClasses = labels is null && texts.Length == 1 && texts[0].Distinct().Count() * 2 <= texts[0].Count;
        if (areClasses)
            labels = LabelClasses.FromTexts([.. texts[0]]);
        string NameOf(int place) => texts.Length == 1 ? "name" : $"name {place}";
        IEnumerable<SampleColumn> own = texts.Select((text, place) => ColumnTypes.Of(NameOf(place), [.. text]));
        columns = areClasses ? columns : [.. own, .. columns];
        return new EmbeddingDataset(config.TensorName, vectors, labels)
        {
            Columns = columns,
            Pictures = config.SpritePath is { } sprite
                ? () => SpriteThumbnails.Open(sprite, vectors.Rows, config.PictureWidth, config.PictureHeight)
                : null,
        };
    }

    private static bool IsConfig(string path) =>
        Path.GetFileName(path) is var name
        && (
            name.Equals(ProjectorNames.Config, StringComparison.OrdinalIgnoreCase)
            || name.Equals(ProjectorNames.TextConfig, StringComparison.OrdinalIgnoreCase)
        );

    // TensorBoard's and PyTorch's log folders have one: they are their vectors, whatever else lies there.
    private static string? ConfigIn(string path) =>
        Directory.Exists(path)
            ? new[] { ProjectorNames.Config, ProjectorNames.TextConfig }
                .Select(name => Path.Combine(path, name))
                .FirstOrDefault(File.Exists)
            : null;

    private static EmbeddingMatrix ReadBytes(
        string path,
        ProjectorConfig config,
        DatasetOptions options,
        out int total,
        CancellationToken cancellation
    )
    {
        if (config.Shape is not { Rows: >= 1 and <= int.MaxValue, Columns: >= 1 } shape)
            throw new UnusableInputException($"{path}: its first embedding is stored as bytes and has no tensorShape of rows and columns");
        using FileStream stream = InputFile.Open(config.VectorsPath);
        if ((Int128)shape.Rows * shape.Columns * sizeof(float) != stream.Length)
        {
            throw new UnusableInputException(
                $"{config.VectorsPath}: {stream.Length} bytes are not {shape.Rows} x {shape.Columns} values of float32, as the "
                    + "configuration says; export it again"
            );
        }

        total = (int)shape.Rows;
        MatrixShape matrix = new(config.VectorsPath, ElementType.Float32, shape.Rows, shape.Columns);
        return MappedRows.Open(stream, 0, matrix, Math.Min(total, options.Limit ?? int.MaxValue), options, cancellation).Whole(matrix);
    }

    private static string? MetadataBeside(string path)
    {
        string whole = Path.GetFullPath(path);
        return ProjectorNames
            .MetadataOf(Path.GetFileName(whole))
            .Select(name => Path.Combine(Path.GetDirectoryName(whole)!, name))
            .FirstOrDefault(beside => beside != whole && File.Exists(beside));
    }

    // Labels in a file of their own are for all rows, so these are counted beyond the limit.
    private static EmbeddingMatrix ReadVectors(
        string path,
        DatasetOptions options,
        out int total,
        out List<string>[] texts,
        CancellationToken cancellation
    )
    {
        total = 0;
        texts = [];
        List<float> values = [];
        (int rows, int columns) = (0, 0);
        foreach (ReadOnlyMemory<byte> whole in TextLines.Of(path, cancellation))
        {
            ReadOnlyMemory<byte> line = whole.TrimEnd(" \t"u8);
            if (line.IsEmpty)
                continue;
            if (rows == options.Limit && options.LabelsPath is null)
                break;
            total++;
            if (rows == options.Limit)
                continue;
            int before = values.Count;
            if (rows == 0)
                texts = [.. Enumerable.Range(0, LeadingTexts(line.Span)).Select(_ => new List<string>())];
            Parse(WithoutTexts(line.Span, texts, path, rows), values, path, rows);
            int found = values.Count - before;
            if (rows == 0)
            {
                columns = found;
            }
            else if (found != columns)
            {
                throw new UnusableInputException(
                    $"{path}: row {rows} has {found} values, the rows before it {columns}; every row needs as many"
                );
            }

            rows++;
        }

        return rows > 0
            ? new EmbeddingMatrix(rows, columns, values.ToArray())
            : throw new UnusableInputException($"{path}: empty; give one row of numbers for each sample");
    }

    // Fields before the first number; all are none, as the row is then no vector.
    private static int LeadingTexts(ReadOnlySpan<byte> line)
    {
        int texts = 0;
        foreach (Range range in line.Split((byte)'\t'))
        {
            ReadOnlySpan<byte> field = line[range].Trim((byte)' ');
            if (Utf8Parser.TryParse(field, out float _, out int used) && used == field.Length)
                return texts;
            texts++;
        }

        return 0;
    }

    private static ReadOnlySpan<byte> WithoutTexts(ReadOnlySpan<byte> line, List<string>[] texts, string path, int row)
    {
        foreach (List<string> column in texts)
        {
            int end = line.IndexOf((byte)'\t');
            if (end < 0)
                throw new UnusableInputException($"{path}: row {row} has no numbers behind its text; every row needs as many");
            column.Add(Text(line[..end], path, row));
            line = line[(end + 1)..];
        }

        return line;
    }

    private static void Parse(ReadOnlySpan<byte> line, List<float> values, string path, int row)
    {
        int before = values.Count;
        foreach (Range range in line.Split((byte)'\t'))
        {
            ReadOnlySpan<byte> field = line[range].Trim((byte)' ');
            if (!Utf8Parser.TryParse(field, out float value, out int used) || used != field.Length || !float.IsFinite(value))
            {
                // The text is not quoted: a configuration from elsewhere may point to any file.
                throw new UnusableInputException(
                    $"{path}: row {row}, column {values.Count - before}: no finite number; rows are numbers with tabs between them, "
                        + "without a header"
                );
            }

            values.Add(value);
        }
    }

    private static string Text(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(line);
        }
        catch (DecoderFallbackException e)
        {
            throw new UnusableInputException($"{path}: line {number + 1}: not UTF-8; save the file as UTF-8", e);
        }
    }

    private static (SampleLabels? Labels, IReadOnlyList<SampleColumn> Columns) ReadMetadata(
        string path,
        int count,
        bool isWhole,
        CancellationToken cancellation
    )
    {
        List<string[]> rows = [];
        int blanks = 0;
        foreach (ReadOnlyMemory<byte> line in TextLines.Of(path, cancellation))
        {
            string[] fields = Text(line.Span, path, rows.Count).Split('\t');
            bool isBlank = Array.TrueForAll(fields, string.IsNullOrWhiteSpace);
            blanks += isBlank ? 1 : 0;
            // In one column a blank line may be a sample without a label.
            if (isBlank && (rows.Count == 0 || rows[0].Length > 1))
                continue;
            if (rows.Count > 0 && fields.Length != rows[0].Length)
            {
                throw new UnusableInputException(
                    $"{path}: row {rows.Count - (rows[0].Length > 1 ? 1 : 0)} has {Counted.Of(fields.Length, "field")}, "
                        + $"the first line {rows[0].Length}; "
                        + "every row needs as many"
                );
            }

            rows.Add(fields);
        }

        bool isOneColumn = rows.Count > 0 && rows[0].Length == 1;
        // As many rows as samples only without the blank ones: they are left out, as the Projector does.
        if (isOneColumn && blanks > 0 && isWhole && rows.Count > count)
            rows.RemoveAll(fields => string.IsNullOrWhiteSpace(fields[0]));
        bool hasHeader = !isOneColumn && rows.Count > 0;
        if (isOneColumn && isWhole && rows.Count == count + 1 && ListHeadings.LabelIn(rows[0]) == 0)
            rows.RemoveAt(0);
        int found = rows.Count - (hasHeader ? 1 : 0);
        if (found < count || (isWhole && found > count))
        {
            throw new UnusableInputException(
                $"{path}: {found} rows, where the vectors have {count}; give one row for each "
                    + $"vector{(hasHeader ? " below the header" : "")}"
            );
        }

        string[][] samples = [.. rows.Skip(hasHeader ? 1 : 0).Take(count)];
        if (!hasHeader)
            return (LabelClasses.FromTexts(samples.Select(row => row[0]).ToArray()), []);
        int labelAt = Array.FindIndex(
            rows[0],
            name =>
                name.Equals(ProjectorNames.LabelColumn, StringComparison.OrdinalIgnoreCase)
                || name.Equals("class", StringComparison.OrdinalIgnoreCase)
        );
        SampleLabels? labels = labelAt < 0 ? null : LabelClasses.FromTexts(samples.Select(row => row[labelAt]).ToArray());
        return (
            labels,
            [
                .. rows[0]
                    .Index()
                    .Where(column => column.Index != labelAt)
                    .Select(column => ColumnTypes.Of(column.Item, [.. samples.Select(row => row[column.Index])])),
            ]
        );
    }
}
