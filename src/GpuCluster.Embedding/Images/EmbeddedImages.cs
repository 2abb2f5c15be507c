using GpuCluster.Core.Embeddings;

namespace GpuCluster.Embedding.Images;

/// <summary>The result of embedding n pictures.</summary>
/// <param name="Vectors">m x d, of the pictures that could be embedded, in their order.</param>
/// <param name="Reasons">n: why a picture could not be embedded, or null if it was.</param>
/// <param name="Computed">Pictures that went through the model; the others came from the cache.</param>
/// <param name="Seconds">The time taken, without loading the model.</param>
public sealed record EmbeddedImages(EmbeddingMatrix Vectors, IReadOnlyList<string?> Reasons, int Computed, double Seconds)
{
    /// <summary>The m pictures that have a vector, ascending.</summary>
    public IReadOnlyList<int> Kept =>
        Vectors.Rows == Reasons.Count
            ? [.. Enumerable.Range(0, Reasons.Count)]
            : [.. Enumerable.Range(0, Reasons.Count).Where(picture => Reasons[picture] is null)];
}
