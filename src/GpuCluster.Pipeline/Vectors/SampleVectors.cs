using GpuCluster.Core.Embeddings;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The samples that have a vector. The others are left out and named in a warning; no row number changes.</summary>
/// <param name="Dataset">m samples, with the row of each (<see cref="Data.Dataset.Rows"/>).</param>
/// <param name="Vectors">m x d values.</param>
public sealed record SampleVectors(Dataset Dataset, EmbeddingMatrix Vectors)
{
    /// <summary>The samples that have none, each with its reason.</summary>
    public IReadOnlyList<SkippedFile> Failed { get; init; } = [];

    /// <summary>Vectors that were computed; the others came from the cache.</summary>
    public int Computed { get; init; } = Vectors.Rows;

    /// <summary>Where they were computed, for example "host".</summary>
    public string Device { get; init; } = "host";

    /// <summary>The time taken, without loading a model.</summary>
    public double Seconds { get; init; }
}
