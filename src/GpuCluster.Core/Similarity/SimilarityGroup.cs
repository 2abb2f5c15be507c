namespace GpuCluster.Core.Similarity;

/// <summary>Samples that are near-duplicates.</summary>
/// <param name="Members">Two or more sample indices; the centre of a star first, else ascending.</param>
/// <param name="MinCosine">The least cosine of any two members; NaN where it was not measured yet.</param>
/// <param name="MeanCosine">The mean cosine over all pairs of members; NaN where it was not measured yet.</param>
public sealed record SimilarityGroup(int[] Members, float MinCosine, float MeanCosine)
{
    /// <summary>
    /// False if the group is so large that <see cref="MinCosine"/> is only the lowest cosine found, not certainly the lowest of all.
    /// </summary>
    public bool IsMinExact { get; init; } = true;
}
