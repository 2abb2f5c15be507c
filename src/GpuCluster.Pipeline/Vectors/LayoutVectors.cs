using GpuCluster.Core.Embeddings;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The vectors of a layout.</summary>
/// <param name="Own">n x d: what samples are compared and a layout is judged by.</param>
/// <param name="Searched">n rows: what neighbours are searched among and a layout starts from; the same, or their first principal components.</param>
/// <param name="Explained">What these components explain, or null where nothing was reduced.</param>
public sealed record LayoutVectors(EmbeddingMatrix Own, EmbeddingMatrix Searched, ExplainedVariance? Explained)
{
    /// <summary>Vectors that are searched as they are.</summary>
    public static LayoutVectors Of(EmbeddingMatrix embedding) => new(embedding, embedding, null);
}
