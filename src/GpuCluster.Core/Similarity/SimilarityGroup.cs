namespace GpuCluster.Core.Similarity;

/// <summary>Samples that are near-duplicates.</summary>
/// <param name="Members">Two or more sample indices; the centre of a star first, else ascending.</param>
/// <param name="LeastCosine">The least cosine of any two members; NaN where it was not measured yet.</param>
/// <param name="MeanCosine">The mean cosine over all pairs of members; NaN where it was not measured yet.</param>
public sealed record SimilarityGroup(int[] Members, float LeastCosine, float MeanCosine)
{
    /// <summary>False for a group of so many members that <see cref="LeastCosine"/> is the least that was found and not surely the least there is.</summary>
    public bool IsLeastExact { get; init; } = true;
}
