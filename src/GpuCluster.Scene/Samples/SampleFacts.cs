using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Samples;

/// <summary>Facts about the samples other than their positions.</summary>
/// <param name="Count">n.</param>
public sealed record SampleFacts(int Count)
{
    /// <summary>The heading of the tags that a user gives.</summary>
    public const string TagColumn = "tag";

    /// <summary>The heading of the classes that a user gives in place of the data's.</summary>
    public const string ClassColumn = "new_label";

    /// <summary>The classes, or null where there are none.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>The file of each sample as tables name it, or null where samples are no files.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Which row of the data each sample is; null where sample i is row i.</summary>
    public SampleRows? Rows { get; init; }

    /// <summary>Columns that came with the data.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>The samples' pictures, or null where there are none. Not owned.</summary>
    public IThumbnails? Thumbnails { get; init; }

    /// <summary>The display name of a sample: its file, or its row.</summary>
    public string NameOf(int index) => Thumbnails?.NameOf(index) ?? $"row {RowOf(index)}";

    /// <summary>A sample's number in the data.</summary>
    public int RowOf(int index) => Rows?.RowOf(index) ?? index;

    /// <summary>The class of a sample, or null where it has none.</summary>
    public string? ClassOf(int index) =>
        Labels is { } labels && labels.ClassOf[index] is >= 0 and int label ? labels.ClassNames[label] : null;

    /// <summary>Whether a column of the data holds marks of an earlier session, which the scene goes on with.</summary>
    public static bool IsMark(SampleColumn column) => column.Name is TagColumn or ClassColumn;
}
