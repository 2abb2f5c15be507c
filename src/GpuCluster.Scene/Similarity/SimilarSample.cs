namespace GpuCluster.Scene.Similarity;

/// <summary>A sample near another.</summary>
/// <param name="Sample">Its index.</param>
/// <param name="Cosine">With the sample compared to, -1 to 1.</param>
public readonly record struct SimilarSample(int Sample, float Cosine);
