using GpuCluster.Core.Samples;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>What results call a sample.</summary>
public static class SampleTexts
{
    /// <summary>The name of its class, or null where it has none.</summary>
    public static string? LabelOf(Dataset dataset, int index) => dataset.Labels is { } labels && labels.ClassOf[index] is >= 0 and int label ? labels.ClassNames[label] : null;

    /// <summary>Its file, or what the data call it; null where they do not.</summary>
    public static string? PathOf(Dataset dataset, int index) => dataset.Paths is { } paths ? paths[index] : dataset.Columns.OfType<TextColumn>().FirstOrDefault(column => column.Name == "path")?.Values[index];

    /// <summary>Its file, what the data call it, or its row in the data.</summary>
    public static string NameOf(Dataset dataset, int index) => PathOf(dataset, index) ?? $"{dataset.Name}, row {index}";
}
