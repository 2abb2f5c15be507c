using GpuCluster.Core.Embeddings;

namespace GpuCluster.Embedding.Images;

/// <summary>The result of embedding pictures.</summary>
/// <param name="Vectors">n x d, rows of length 1; zeros where a picture could not be embedded.</param>
/// <param name="Reasons">n: why a picture could not be embedded, or null if it was.</param>
/// <param name="Computed">Pictures that went through the model; the others came from the cache.</param>
/// <param name="Seconds">The time taken, without loading the model.</param>
public sealed record EmbeddedImages(EmbeddingMatrix Vectors, IReadOnlyList<string?> Reasons, int Computed, double Seconds);
