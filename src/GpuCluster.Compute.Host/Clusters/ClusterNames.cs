using System.Globalization;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>Names clusters by what their members are.</summary>
public static class ClusterNames
{
    /// <summary>A label that fewer of the members have is left out of the name.</summary>
    private const double MinShare = 0.2;

    /// <summary>
    /// The name of each cluster: the label that most of its members have, of equally many the first, with its share, and after it the
    /// others that at least a fifth have; a second cluster of the same labels gets a number.
    /// </summary>
    /// <param name="clusterOf">Length n: 0 to clusters - 1, or -1 for none.</param>
    /// <param name="clusters">The number of clusters.</param>
    /// <param name="labels">What the members are, by hand or by a model; null where nothing says.</param>
    public static ClusterName[] Of(ReadOnlySpan<int> clusterOf, int clusters, SampleLabels? labels)
    {
        int[] members = new int[clusters];
        Dictionary<int, int>[] counts = new Dictionary<int, int>[clusters];
        for (int cluster = 0; cluster < clusters; cluster++)
            counts[cluster] = [];
        for (int sample = 0; sample < clusterOf.Length; sample++)
        {
            if (clusterOf[sample] < 0)
                continue;
            members[clusterOf[sample]]++;
            if (labels?.ClassOf[sample] is { } label and >= 0)
                counts[clusterOf[sample]][label] = counts[clusterOf[sample]].GetValueOrDefault(label) + 1;
        }

        Dictionary<string, int> seen = [];
        return [.. Enumerable.Range(0, clusters).Select(cluster => Name(cluster, members[cluster], counts[cluster], labels, seen))];
    }

    private static ClusterName Name(
        int cluster,
        int members,
        Dictionary<int, int> counts,
        SampleLabels? labels,
        Dictionary<string, int> seen
    )
    {
        if (counts.Count == 0)
            return new ClusterName($"cluster {cluster}", null, double.NaN, members);
        double labelled = counts.Values.Sum();
        (string Label, double Share)[] ranked =
        [
            .. counts
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .Select(pair => (labels!.ClassNames[pair.Key], pair.Value / labelled)),
        ];
        (string Label, double Share)[] told = [ranked[0], .. ranked[1..].TakeWhile(each => each.Share >= MinShare)];
        string name = string.Join(" + ", told.Select(each => each.Label));
        int copy = seen[name] = seen.GetValueOrDefault(name) + 1;
        string shares = string.Join(", ", told.Select(each => (100 * each.Share).ToString("0", CultureInfo.InvariantCulture)));
        return new ClusterName($"{name}{(copy > 1 ? $" ({copy})" : "")} · {shares} %", ranked[0].Label, ranked[0].Share, members);
    }
}
