using GpuCluster.Data;

namespace GpuCluster.App.Commands;

/// <summary>What results call a sample.</summary>
internal static class SampleTexts
{
    /// <summary>The name of its class, or null where it has none.</summary>
    public static string? LabelOf(Dataset dataset, int index) => dataset.Labels is { } labels && labels.ClassOf[index] is >= 0 and int label ? labels.ClassNames[label] : null;

    /// <summary>Its file, or its row in the data.</summary>
    public static string NameOf(Dataset dataset, int index) => dataset.Paths is { } paths ? paths[index] : $"{dataset.Name}, row {index}";
}
