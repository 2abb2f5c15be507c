using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Projector;

/// <summary>A data set for TensorBoard's Embedding Projector.</summary>
/// <param name="Name">The tensor's name, any script.</param>
/// <param name="Vectors">n x d.</param>
public sealed record ProjectorSet(string Name, EmbeddingMatrix Vectors)
{
    /// <summary>The classes, or null where there are none. In files they are a column named "label".</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Further columns, n values each.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>The samples' pictures, or null. Not owned by the set.</summary>
    public IThumbnails? Thumbnails { get; init; }
}
