using GpuCluster.Core.Samples;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>What results call a sample.</summary>
public static class SampleTexts
{
    private const string PathColumn = "path";

    /// <summary>The name of a sample's class; null where it has none.</summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="index">The sample, 0 to n - 1.</param>
    public static string? LabelOf(Dataset dataset, int index) =>
        dataset.Labels is { } labels && labels.ClassOf[index] is >= 0 and int label ? labels.ClassNames[label] : null;

    /// <summary>A sample's file, or its value in a text column "path"; null where there is neither.</summary>
    /// <inheritdoc cref="LabelOf"/>
    public static string? PathOf(Dataset dataset, int index) =>
        dataset.Paths is { } paths
            ? paths[index]
            : dataset.Columns.OfType<TextColumn>().FirstOrDefault(column => column.Name == PathColumn)?.Values[index];

    /// <summary>A sample's path, or the data's name and the sample's row.</summary>
    /// <inheritdoc cref="LabelOf"/>
    public static string NameOf(Dataset dataset, int index) => PathOf(dataset, index) ?? $"{dataset.Name}, row {dataset.Rows.RowOf(index)}";
}
