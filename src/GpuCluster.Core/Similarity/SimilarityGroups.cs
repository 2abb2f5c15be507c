namespace GpuCluster.Core.Similarity;

/// <summary>The groups of near-duplicates at a threshold.</summary>
/// <param name="MinCosine">Pairs from this cosine on count as near; of pictures that were compared by look, the correlation.</param>
/// <param name="Linkage">How pairs make groups.</param>
/// <param name="GroupOf">Length n: index into <paramref name="Groups"/>, or -1 for a sample in none.</param>
/// <param name="Groups">The largest first; ties by the lowest member.</param>
public sealed record SimilarityGroups(float MinCosine, GroupLinkage Linkage, int[] GroupOf, IReadOnlyList<SimilarityGroup> Groups)
{
    /// <summary>Whether pictures were compared, not vectors.</summary>
    public bool IsByLook { get; init; }

    /// <summary>The groups of a search by look.</summary>
    /// <param name="found">Groups of n samples.</param>
    /// <param name="count">n.</param>
    /// <param name="linkage">How pairs made them.</param>
    public static SimilarityGroups ByLook(Duplicates found, int count, GroupLinkage linkage)
    {
        int[] groupOf = new int[count];
        Array.Fill(groupOf, -1);
        foreach ((int group, DuplicateGroup each) in found.Groups.Index())
        {
            foreach (int member in each.Group.Members)
                groupOf[member] = group;
        }

        return new SimilarityGroups(found.MinCosine, linkage, groupOf, [.. found.Groups.Select(each => each.Group)]) { IsByLook = true };
    }
}
