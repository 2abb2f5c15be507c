namespace GpuCluster.Core.Similarity;

/// <summary>The groups of near-duplicates at a threshold.</summary>
/// <param name="MinCosine">Pairs from this cosine on count as near.</param>
/// <param name="Linkage">How pairs make groups.</param>
/// <param name="GroupOf">Length n: index into <paramref name="Groups"/>, or -1 for a sample in none.</param>
/// <param name="Groups">The largest first; ties by the lowest member.</param>
public sealed record SimilarityGroups(float MinCosine, GroupLinkage Linkage, int[] GroupOf, IReadOnlyList<SimilarityGroup> Groups);
