using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>Pairs of different samples, and copies of each, to the groups that all pairs give.</summary>
internal static class DuplicateGrouping
{
    /// <summary>Groups.</summary>
    /// <param name="found">Pairs of places in <paramref name="copies"/>.</param>
    /// <param name="copies">The sets of copies of n samples.</param>
    /// <param name="firstCopyOf">n samples: the first one of equal content.</param>
    /// <param name="linkage">How pairs make groups.</param>
    /// <param name="measure">The cosines of a group, from its places and its samples.</param>
    public static Duplicates Of(
        SimilarPairs found,
        CopySets copies,
        int[] firstCopyOf,
        GroupLinkage linkage,
        Func<SimilarityGroup, int[], SimilarityGroup> measure
    )
    {
        SimilarityGroups grouped = SimilarityGrouping.Group(found.Pairs, copies.Distinct.Length, found.MinCosine, linkage, copies.Counts);
        List<DuplicateGroup> groups = new();
        foreach (SimilarityGroup group in grouped.Groups)
        {
            int[] members = copies.Expand(group.Members);

            // The centre of a star leads; components ascend.
            if (linkage == GroupLinkage.Connected)
                Array.Sort(members);
            groups.Add(new DuplicateGroup(measure(group, members), IsExact(members)));
        }

        for (int place = 0; place < copies.Distinct.Length; place++)
        {
            if (grouped.GroupOf[place] < 0 && copies.Counts[place] > 1)
            {
                int[] members = copies.Expand([place]);
                groups.Add(new DuplicateGroup(new SimilarityGroup(members, 1, 1), IsExact(members)));
            }
        }

        return new Duplicates(
            CountPairs(found, copies),
            found.MinCosine,
            [.. groups.OrderByDescending(each => each.Group.Members.Length).ThenBy(each => each.Group.Members.Min())]
        )
        {
            FirstCopyOf = firstCopyOf,
        };

        bool IsExact(int[] members) => Array.TrueForAll(members, member => firstCopyOf[member] == firstCopyOf[members[0]]);
    }

    private static long CountPairs(SimilarPairs found, CopySets copies)
    {
        long pairs = 0L;
        foreach (ref readonly SimilarPair pair in found.Pairs.AsSpan())
            pairs += (long)copies.Counts[pair.First] * copies.Counts[pair.Second];

        foreach (int count in copies.Counts)
            pairs += count * (count - 1L) / 2;

        return pairs;
    }
}
