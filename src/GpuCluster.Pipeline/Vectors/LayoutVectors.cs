using GpuCluster.Core.Embeddings;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The vectors of a layout.</summary>
/// <param name="Own">n x d values: samples are compared, and the layout is measured, by these.</param>
/// <param name="Searched">n rows: neighbours are searched among these. The same, or their first principal components.</param>
/// <param name="Explained">The variance that these components explain; null where nothing was reduced.</param>
public sealed record LayoutVectors(EmbeddingMatrix Own, EmbeddingMatrix Searched, ExplainedVariance? Explained)
{
    /// <summary>Vectors that are searched as they are.</summary>
    /// <param name="embedding">n x d values.</param>
    public static LayoutVectors Of(EmbeddingMatrix embedding) => new(embedding, embedding, null);
}
