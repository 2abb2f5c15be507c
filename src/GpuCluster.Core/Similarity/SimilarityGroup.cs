namespace GpuCluster.Core.Similarity;

/// <summary>Samples that are near-duplicates.</summary>
/// <param name="Members">Two or more sample indices; the centre of a star first, else ascending.</param>
/// <param name="LeastCosine">The least cosine of any two members.</param>
/// <param name="MeanCosine">The mean cosine over all pairs of members.</param>
public sealed record SimilarityGroup(int[] Members, float LeastCosine, float MeanCosine);
