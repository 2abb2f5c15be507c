using GpuCluster.Core.Embeddings;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The vectors of a layout.</summary>
/// <param name="Dataset">The n samples that have a vector.</param>
/// <param name="Own">n x d values: samples are compared, and the layout is measured, by these.</param>
/// <param name="Searched">n rows: neighbours are searched among these. The same, or their first principal components.</param>
/// <param name="Explained">The variance that these components explain; null where nothing was reduced.</param>
public sealed record LayoutVectors(Dataset Dataset, EmbeddingMatrix Own, EmbeddingMatrix Searched, ExplainedVariance? Explained)
{
    /// <summary>Vectors that are searched as they are.</summary>
    /// <param name="vectors">n samples with their n x d values.</param>
    public static LayoutVectors Of(SampleVectors vectors) => new(vectors.Dataset, vectors.Vectors, vectors.Vectors, null);
}
