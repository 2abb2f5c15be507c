using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Embeddings;

/// <summary>Vectors with the names of their samples, as they are written to a file.</summary>
/// <param name="Vectors">n x d.</param>
/// <param name="Paths">Each sample's name: its file, or the name and row of the file that contains it.</param>
/// <param name="Labels">The class of every sample, or null.</param>
/// <param name="Model">The model's name.</param>
public sealed record EmbeddingRecord(EmbeddingMatrix Vectors, IReadOnlyList<string> Paths, SampleLabels? Labels, string Model)
{
    /// <summary>Paths and labels as tables name them, for the table beside a .npy; by default those of the record.</summary>
    public SampleHeading Heading { get; init; } = new() { Paths = Paths, Labels = Labels };

    /// <summary>The classes' names, sample by sample; empty for a sample without one. Null where there are no labels.</summary>
    internal string[]? LabelTexts =>
        Labels is { } labels ? [.. labels.ClassOf.Select(index => index < 0 ? "" : labels.ClassNames[index])] : null;
}
