using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Embeddings;

/// <summary>Vectors with the names of their samples, as they are written to a file.</summary>
/// <param name="Vectors">m x d.</param>
/// <param name="Paths">The name of each of n rows: its file, or the name and row of the file that contains it.</param>
/// <param name="Labels">The class of every row, or null.</param>
/// <param name="Model">The model's name.</param>
public sealed record EmbeddingRecord(EmbeddingMatrix Vectors, IReadOnlyList<string> Paths, SampleLabels? Labels, string Model)
{
    /// <summary>
    /// Which of the n rows the m vectors are. Every row is written, one without a vector as NaN (.npy, .npz) or null (.parquet); by default
    /// all have one.
    /// </summary>
    public SampleRows Rows { get; init; } = SampleRows.All(Vectors.Rows);

    /// <summary>Paths and labels as tables name them, for the table beside a .npy; by default those of the record.</summary>
    public SampleHeading Heading { get; init; } = new() { Paths = Paths, Labels = Labels };

    /// <summary>The classes' names, sample by sample; empty for a sample without one. Null where there are no labels.</summary>
    internal string[]? LabelTexts =>
        Labels is { } labels ? [.. labels.ClassOf.Select(index => index < 0 ? "" : labels.ClassNames[index])] : null;
}
