using System.Text.Json;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Session.Scenes;

/// <summary>Groups of near-duplicates, as plain values.</summary>
/// <param name="MinCosine">As in <see cref="SimilarityGroups"/>.</param>
/// <param name="Linkage">How pairs made them.</param>
/// <param name="IsByLook">Whether pictures were compared.</param>
/// <param name="Groups">The largest first.</param>
internal sealed record KeptGroups(float MinCosine, GroupLinkage Linkage, bool IsByLook, IReadOnlyList<KeptGroup> Groups)
{
    /// <summary>The plain values of groups.</summary>
    public static KeptGroups Of(SimilarityGroups groups) =>
        new(groups.MinCosine, groups.Linkage, groups.IsByLook, [.. groups.Groups.Select(KeptGroup.Of)]);

    /// <summary>The groups of n samples.</summary>
    /// <exception cref="JsonException">A sample is not one of n, or in two groups; a group has less than two.</exception>
    public SimilarityGroups ToGroups(int count)
    {
        if (Groups.Any(group => group.Members.Length < 2))
            throw new JsonException("a group of near-duplicates has one sample or none");
        int[] groupOf = FoundSettings.PartOf([.. Groups.Select(group => group.Members)], count);
        return new SimilarityGroups(MinCosine, Linkage, groupOf, [.. Groups.Select(group => group.ToGroup())]) { IsByLook = IsByLook };
    }
}
