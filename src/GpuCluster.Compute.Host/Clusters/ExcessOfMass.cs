using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Chooses of a hierarchy the clusters, none inside another, that together have the greatest stability: the sum over a cluster's samples of
/// the density at which they leave it or it splits, less the density at which it began (Campello, Moulavi and Sander 2013, section 5).
/// </summary>
internal static class ExcessOfMass
{
    /// <summary>Chooses.</summary>
    public static DensityClustering Select(CondensedTree tree)
    {
        (double[] stabilities, double[] densest) = Measure(tree);
        int[] chosenOf = Choose(tree, stabilities);
        int n = tree.ClusterOf.Length;
        int[] clusterOf = new int[n];
        float[] probabilities = new float[n];
        for (int sample = 0; sample < n; sample++)
        {
            int chosen = clusterOf[sample] = chosenOf[tree.ClusterOf[sample]];
            if (chosen >= 0)
                probabilities[sample] = (float)Math.Min(1, tree.Density[sample] / densest[chosen]);
        }

        int[] largestFirst =
        [
            .. clusterOf
                .Select((cluster, sample) => (cluster, sample))
                .Where(each => each.cluster >= 0)
                .GroupBy(each => each.cluster, each => each.sample)
                .OrderByDescending(members => members.Count())
                .ThenBy(members => members.First())
                .Select(members => members.Key),
        ];
        int[] numberOf = new int[stabilities.Length];
        for (int number = 0; number < largestFirst.Length; number++)
            numberOf[largestFirst[number]] = number;
        return new DensityClustering(
            Array.ConvertAll(clusterOf, cluster => cluster < 0 ? -1 : numberOf[cluster]),
            probabilities,
            [.. largestFirst.Select(cluster => stabilities[cluster])]
        );
    }

    /// <summary>Each cluster's stability, and the density at which it ends: its last sample leaves, or it splits.</summary>
    private static (double[] Stabilities, double[] Densest) Measure(CondensedTree tree)
    {
        int clusters = tree.Parents.Count;
        double[] stabilities = new double[clusters],
            densest = new double[clusters];
        int[] sizes = new int[clusters];
        for (int sample = 0; sample < tree.ClusterOf.Length; sample++)
        {
            int cluster = tree.ClusterOf[sample];
            sizes[cluster]++;
            stabilities[cluster] += tree.Density[sample] - tree.Births[cluster];
            densest[cluster] = Math.Max(densest[cluster], tree.Density[sample]);
        }

        for (int cluster = clusters - 1; cluster > 0; cluster--)
        {
            int parent = tree.Parents[cluster];
            sizes[parent] += sizes[cluster];
            stabilities[parent] += sizes[cluster] * (tree.Births[cluster] - tree.Births[parent]);
            densest[parent] = Math.Max(densest[parent], tree.Births[cluster]);
        }

        return (stabilities, densest);
    }

    /// <summary>For each cluster the chosen one that holds it, or -1.</summary>
    private static int[] Choose(CondensedTree tree, double[] stabilities)
    {
        int clusters = stabilities.Length;
        double[] best = new double[clusters],
            below = new double[clusters];
        bool[] whole = new bool[clusters];
        for (int cluster = clusters - 1; cluster > 0; cluster--)
        {
            // As good as its parts is good enough: the larger cluster is the simpler answer.
            whole[cluster] = stabilities[cluster] >= below[cluster];
            best[cluster] = Math.Max(stabilities[cluster], below[cluster]);
            below[tree.Parents[cluster]] += best[cluster];
        }

        int[] chosenOf = new int[clusters];
        chosenOf[0] = -1;
        for (int cluster = 1; cluster < clusters; cluster++)
        {
            int above = chosenOf[tree.Parents[cluster]];
            chosenOf[cluster] =
                above >= 0 ? above
                : whole[cluster] ? cluster
                : -1;
        }

        return chosenOf;
    }
}
