using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Groups of near-duplicates from known pairs: fast enough to follow a slider, as it touches each pair once or twice and no vector at all.
/// The cosines of the groups are left unmeasured (NaN) for <see cref="GroupCosines"/>. The result does not depend on the order of the
/// pairs.
/// </summary>
public static class SimilarityGrouping
{
    /// <summary>Groups samples by their pairs.</summary>
    /// <remarks>
    /// Connected: the components of the graph of pairs of at least <paramref name="minCosine"/>.
    /// Star: the greedy star cover of that graph (Aslam, Pelekhov and Rus 2004, the offline algorithm), made disjoint: samples are taken by
    /// falling degree, ties by the lower index; one that is in no star yet becomes a centre, and those of its neighbours that are in none
    /// join it. A centre without members is in no group.
    /// </remarks>
    /// <param name="pairs">Pairs of different samples, each pair once, in any order; those below <paramref name="minCosine"/> are passed
    /// over.</param>
    /// <param name="count">n, the number of samples.</param>
    /// <param name="minCosine">Pairs from this cosine on count.</param>
    /// <param name="linkage">How pairs make groups.</param>
    /// <param name="copies">How many equal samples each stands for, n values of 1 or more; empty: one each. Copies are neighbours too, so
    /// they count in the degrees of a star.</param>
    public static SimilarityGroups Group(
        ReadOnlySpan<SimilarPair> pairs,
        int count,
        float minCosine,
        GroupLinkage linkage,
        ReadOnlySpan<int> copies = default
    )
    {
        int[] rootOf = linkage == GroupLinkage.Connected ? Components(pairs, count, minCosine) : Stars(pairs, count, minCosine, copies);
        return Collect(rootOf, minCosine, linkage);
    }

    /// <summary>One member of its component for each sample.</summary>
    private static int[] Components(ReadOnlySpan<SimilarPair> pairs, int count, float minCosine)
    {
        DisjointSets sets = new(count);
        foreach (ref readonly SimilarPair pair in pairs)
        {
            if (pair.Cosine >= minCosine)
                sets.Join(pair.First, pair.Second);
        }

        int[] rootOf = new int[count];
        for (int sample = 0; sample < count; sample++)
            rootOf[sample] = sets.RootOf(sample);

        return rootOf;
    }

    /// <summary>The centre of its star for each sample.</summary>
    private static int[] Stars(ReadOnlySpan<SimilarPair> pairs, int count, float minCosine, ReadOnlySpan<int> copies)
    {
        int[] starts = new int[count + 1];
        foreach (ref readonly SimilarPair pair in pairs)
        {
            if (pair.Cosine < minCosine)
                continue;
            starts[pair.First + 1]++;
            starts[pair.Second + 1]++;
        }

        int[] byDegree = ByFallingDegree(copies.IsEmpty ? starts : WithCopies(pairs, minCosine, copies));
        for (int sample = 0; sample < count; sample++)
            starts[sample + 1] += starts[sample];

        int[] neighbours = new int[starts[count]];
        int[] next = starts.AsSpan(0, count).ToArray();
        foreach (ref readonly SimilarPair pair in pairs)
        {
            if (pair.Cosine < minCosine)
                continue;
            neighbours[next[pair.First]++] = pair.Second;
            neighbours[next[pair.Second]++] = pair.First;
        }

        int[] centreOf = new int[count];
        Array.Fill(centreOf, -1);
        foreach (int centre in byDegree)
        {
            if (centreOf[centre] >= 0)
                continue;
            centreOf[centre] = centre;
            foreach (int neighbour in neighbours.AsSpan(starts[centre]..starts[centre + 1]))
            {
                if (centreOf[neighbour] < 0)
                    centreOf[neighbour] = centre;
            }
        }

        return centreOf;
    }

    /// <summary>Degrees with every copy counted, at i + 1 for sample i.</summary>
    private static int[] WithCopies(ReadOnlySpan<SimilarPair> pairs, float minCosine, ReadOnlySpan<int> copies)
    {
        int[] degrees = new int[copies.Length + 1];
        for (int sample = 0; sample < copies.Length; sample++)
            degrees[sample + 1] = copies[sample] - 1;

        foreach (ref readonly SimilarPair pair in pairs)
        {
            if (pair.Cosine < minCosine)
                continue;
            degrees[pair.First + 1] += copies[pair.Second];
            degrees[pair.Second + 1] += copies[pair.First];
        }

        return degrees;
    }

    /// <summary>All samples by falling degree, ties by index: a counting sort.</summary>
    /// <param name="degrees">The degree of sample i is at i + 1.</param>
    private static int[] ByFallingDegree(int[] degrees)
    {
        int count = degrees.Length - 1;
        int largest = degrees.Max();
        int[] places = new int[largest + 2];
        for (int sample = 0; sample < count; sample++)
            places[largest - degrees[sample + 1] + 1]++;

        for (int degree = 0; degree <= largest; degree++)
            places[degree + 1] += places[degree];

        int[] sorted = new int[count];
        for (int sample = 0; sample < count; sample++)
            sorted[places[largest - degrees[sample + 1]]++] = sample;

        return sorted;
    }

    private static SimilarityGroups Collect(int[] rootOf, float minCosine, GroupLinkage linkage)
    {
        int[] sizes = new int[rootOf.Length];
        foreach (int root in rootOf)
            sizes[root]++;

        int[]?[] members = new int[]?[rootOf.Length];
        int[] filled = new int[rootOf.Length];
        List<int> roots = new();
        for (int sample = 0; sample < rootOf.Length; sample++)
        {
            int root = rootOf[sample];
            if (sizes[root] < 2)
                continue;
            if (members[root] is null)
            {
                members[root] = new int[sizes[root]];
                roots.Add(root);

                // The centre of a star leads, whatever its index.
                if (linkage == GroupLinkage.Star)
                    members[root]![filled[root]++] = root;
            }

            if (linkage == GroupLinkage.Connected || sample != root)
                members[root]![filled[root]++] = sample;
        }

        // They were met by their lowest member, and sorting by size keeps that order among equals.
        int[] sorted = [.. roots.OrderByDescending(root => sizes[root])];
        int[] groupOf = new int[rootOf.Length];
        Array.Fill(groupOf, -1);
        SimilarityGroup[] groups = new SimilarityGroup[sorted.Length];
        for (int group = 0; group < groups.Length; group++)
        {
            groups[group] = new SimilarityGroup(members[sorted[group]]!, float.NaN, float.NaN);
            foreach (int member in groups[group].Members)
                groupOf[member] = group;
        }

        return new SimilarityGroups(minCosine, linkage, groupOf, groups);
    }
}
