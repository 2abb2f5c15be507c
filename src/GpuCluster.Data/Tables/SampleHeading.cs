using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Tables;

/// <summary>
/// The columns that every table of samples begins with, so that tables can be joined with each other and with files: index, path where
/// samples are files, label where the data has labels.
/// </summary>
public sealed record SampleHeading
{
    /// <summary>The heading of a sample's number, from 0, in the data as it was read.</summary>
    public const string Index = "index";

    /// <summary>The heading of a sample's file.</summary>
    public const string Path = ListHeadings.Path;

    /// <summary>The heading of a sample's class in the data itself.</summary>
    public const string Label = "label";

    /// <summary>The heading of a class that a model gave.</summary>
    public const string Predicted = "predicted";

    /// <summary>
    /// The file of each of n samples, or its name within a larger file: absolute if the data was given so, else relative to the working
    /// directory. Null where samples have none.
    /// </summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>The data's own classes, or null.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Which row of the data each sample is; null where sample i is row i.</summary>
    public SampleRows? Rows { get; init; }

    /// <summary>The heading of a data set.</summary>
    public static SampleHeading Of(Dataset dataset) =>
        new()
        {
            Paths = PathsOf(dataset),
            Labels = dataset.Labels,
            Rows = dataset.Rows,
        };

    /// <summary>The paths of a data set as its tables name them, or null.</summary>
    public static IReadOnlyList<string>? PathsOf(Dataset dataset)
    {
        if (dataset is ImageFileDataset { Names: { } names })
            return names;
        return dataset.Paths is { } files
            ? [.. files.Select(Straight)]
            : dataset.Columns.OfType<TextColumn>().FirstOrDefault(column => column.Name == Path)?.Values;
    }

    /// <summary>A sample's number in the data.</summary>
    public int RowOf(int sample) => Rows?.RowOf(sample) ?? sample;

    /// <summary>The label of a sample, empty where it has none.</summary>
    internal string LabelOf(int sample) =>
        Labels is { } labels && labels.ClassOf[sample] is >= 0 and int label ? labels.ClassNames[label] : "";

    // A list in a/ that names ../b/x.jpg means b/x.jpg, as every other table calls it.
    private static string Straight(string path) =>
        path.Contains("..", StringComparison.Ordinal) && !System.IO.Path.IsPathRooted(path)
            ? System.IO.Path.GetRelativePath(Environment.CurrentDirectory, System.IO.Path.GetFullPath(path))
            : path;
}
