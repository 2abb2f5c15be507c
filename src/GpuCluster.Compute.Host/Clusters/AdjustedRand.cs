using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>How far clusters are the classes, whatever both are called (Hubert and Arabie, "Comparing partitions", 1985).</summary>
public static class AdjustedRand
{
    /// <summary>
    /// The adjusted Rand index: 1 for the same partition, about 0 for chance. Samples without a label do not count; noise is a cluster of
    /// its own, as scikit-learn counts it.
    /// </summary>
    /// <param name="clusterOf">Length n, -1 for noise.</param>
    /// <param name="labels">The classes.</param>
    /// <returns>NaN where fewer than two samples have a label.</returns>
    public static double Of(ReadOnlySpan<int> clusterOf, SampleLabels labels)
    {
        Dictionary<(int, int), long> cells = [];
        Dictionary<int, long> rows = [],
            columns = [];
        long counted = 0;
        for (int sample = 0; sample < clusterOf.Length; sample++)
        {
            int cluster = clusterOf[sample],
                label = labels.ClassOf[sample];
            if (label < 0)
                continue;
            counted++;
            cells[(cluster, label)] = cells.GetValueOrDefault((cluster, label)) + 1;
            rows[cluster] = rows.GetValueOrDefault(cluster) + 1;
            columns[label] = columns.GetValueOrDefault(label) + 1;
        }

        if (counted < 2)
            return double.NaN;
        double together = cells.Values.Sum(Pairs),
            inRows = rows.Values.Sum(Pairs),
            inColumns = columns.Values.Sum(Pairs);
        double chance = inRows * inColumns / Pairs(counted),
            max = (inRows + inColumns) / 2;

        // Both all one part, or both all alone: the same partition.
        return max == chance ? 1 : (together - chance) / (max - chance);
    }

    private static double Pairs(long count) => count * (count - 1) / 2.0;
}
