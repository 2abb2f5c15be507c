using System.Buffers.Text;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Projector;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Reads what TensorBoard's Embedding Projector reads: a .tsv of vectors, one row each without a header, with metadata.tsv beside it, or a
/// projector_config.json that names both and a sheet of pictures.
/// </summary>
public static class ProjectorReader
{
    /// <summary>True if a path has the name of a Projector file.</summary>
    public static bool Reads(string path) =>
        Path.GetFileName(path).Equals(ProjectorNames.Config, StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a set under the tensor's name. A sheet of pictures is checked when it is opened.</summary>
    /// <param name="path">The vectors' .tsv or the configuration.</param>
    /// <param name="options">The limit, and the labels if they are in another file.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">A file is absent, damaged, empty, ragged or not finite, or lengths differ.</exception>
    public static EmbeddingDataset Read(string path, DatasetOptions options, CancellationToken cancellation = default)
    {
        ProjectorConfig config = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? ProjectorConfig.Read(path)
            : new ProjectorConfig(InputFile.NameOf(path), path, MetadataBeside(path), null, 0, 0);
        EmbeddingMatrix vectors = ReadVectors(config.VectorsPath, options, out int total, cancellation);
        (SampleLabels? labels, IReadOnlyList<SampleColumn> columns) = config.MetadataPath is { } metadata
            ? ReadMetadata(metadata, vectors.Rows, isWhole: options.Limit is null, cancellation)
            : (null, []);
        if (options.LabelsPath is { } given)
            labels = LabelsFile.Read(given, total).Take(vectors.Rows);
        return new EmbeddingDataset(config.TensorName, vectors, labels)
        {
            Columns = columns,
            Pictures = config.SpritePath is { } sprite
                ? () => SpriteThumbnails.Open(sprite, vectors.Rows, config.PictureWidth, config.PictureHeight)
                : null,
        };
    }

    private static string? MetadataBeside(string path)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ProjectorNames.Metadata);
        return File.Exists(beside) && beside != Path.GetFullPath(path) ? beside : null;
    }

    // Labels in a file of their own are for all rows, so these are counted beyond the limit.
    private static EmbeddingMatrix ReadVectors(string path, DatasetOptions options, out int total, CancellationToken cancellation)
    {
        total = 0;
        List<float> values = [];
        (int rows, int columns) = (0, 0);
        foreach (ReadOnlyMemory<byte> line in TextLines.Of(path, cancellation))
        {
            if (rows == options.Limit && options.LabelsPath is null)
                break;
            total++;
            if (rows == options.Limit)
                continue;
            int before = values.Count;
            Parse(line.Span, values, path, rows);
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
        bool hasHeader = false;
        foreach (ReadOnlyMemory<byte> line in TextLines.Of(path, cancellation))
        {
            string[] fields = Text(line.Span, path, rows.Count).Split('\t');
            if (rows.Count == 0)
            {
                hasHeader = fields.Length > 1;
            }
            else if (fields.Length != rows[0].Length)
            {
                throw new UnusableInputException(
                    $"{path}: row {rows.Count - (hasHeader ? 1 : 0)} has {fields.Length} fields, the first line {rows[0].Length}; "
                        + "every row needs as many"
                );
            }

            rows.Add(fields);
        }

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
