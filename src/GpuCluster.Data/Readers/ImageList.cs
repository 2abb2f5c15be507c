using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A list of image files as a data set: .csv, .tsv or .jsonl with a column of paths, relative to the list, a column of labels where there
/// are classes, and any others, which become columns of the samples. Files that cannot be decoded are left out with their rows and named in
/// a warning.
/// </summary>
internal static class ImageList
{
    /// <summary>
    /// True if a file is a list by its name; a .tsv must have a heading for files, as the Embedding Projector's vectors use that extension
    /// too.
    /// </summary>
    public static bool Reads(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".jsonl" or ".ndjson" => true,
            ".tsv" => File.Exists(path)
                && ListHeadings.PathIn(DelimitedText.Rows(path, CancellationToken.None).FirstOrDefault().Fields ?? []) >= 0,
            _ => false,
        };

    /// <summary>Reads the list and the headers of its files.</summary>
    /// <exception cref="UnusableInputException">No table, no column of files, a row of another length, or no file that is
    /// an image.</exception>
    public static ImageFileDataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        TextTable table =
            path.EndsWith("l", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
                ? JsonLines.Read(path, cancellation)
                : ColumnsFile.ReadTable(path, cancellation);
        int files = ListHeadings.PathIn(table.Headings),
            label = ListHeadings.LabelIn(table.Headings);
        if (files < 0)
            throw ListHeadings.NoPaths(path, table.Headings);
        if (table.Rows.Count == 0)
            throw new UnusableInputException($"{path}: lists no files; give at least one row below the headings");
        string[] paths = BesideFiles.Resolve(path, [.. table.Rows.Select(row => row[files])]);
        SourceFiles sources = new();
        OpenedImages set = OpenedImages.Find(
            path,
            paths,
            i => $"line {table.Lines[i]}: {(paths[i].Length == 0 ? $"no {table.Headings[files]}" : table.Rows[i][files])}",
            sources,
            options,
            cancellation
        );
        SampleLabels? labels =
            options.LabelsPath is { } labelsPath ? LabelsFile.Read(labelsPath, paths.Length).Pick(set.Kept)
            : label >= 0 ? LabelClasses.FromTexts([.. set.Kept.Select(i => table.Rows[i][label])])
            : null;
        return new ImageFileDataset(InputFile.NameOf(path), [.. set.Kept.Select(i => paths[i])], labels)
        {
            Sources = sources,
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = paths.Length,
            SourcePaths = paths,
            Warnings = set.Warning is { } warning ? [warning] : [],
            Columns =
            [
                .. table
                    .Headings.Select((heading, place) => (heading, place))
                    .Where(each => each.place != files && each.place != label)
                    .Select(each => ColumnTypes.Of(each.heading, [.. set.Kept.Select(i => table.Rows[i][each.place])])),
            ],
        };
    }
}
