using GpuCluster.App.Output;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Clusters;

namespace GpuCluster.App.Reports;

/// <summary>What lies together in the layout, whatever the labels say.</summary>
internal static class ClusterSection
{
    private const int MaxShown = 40;
    private const int ShownMembers = 9;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        FoundClusters clusters = data.Clusters;
        html.BeginSection(
            "clusters",
            "Clusters",
            $"Dense sets of samples, found without labels: {clusters.How}."
                + (data.Labels is null ? "" : " Each is called by the label that most of its members have, with its share.")
        );
        html.Mark("<p>")
            .Say(
                clusters.Names.Count == 0
                    ? "No cluster stands out."
                    : $"{HtmlWriter.Count(clusters.Names.Count)} clusters; {HtmlWriter.Count(clusters.Noise)} samples are in none"
                        + (clusters.Names.Count > MaxShown ? $". The {MaxShown} largest:" : ".")
            )
            .Mark("</p>");
        int[][] members = Deepest(clusters);
        for (int cluster = 0; cluster < Math.Min(MaxShown, clusters.Names.Count); cluster++)
        {
            ClusterName name = clusters.Names[cluster];
            html.Mark("<div class=\"group\"><p><b>")
                .Text(name.Name)
                .Mark("</b> ")
                .Say($"{HtmlWriter.Count(name.Members)} samples")
                .Mark("</p><div class=\"strip\">");
            foreach (int member in members[cluster])
            {
                pictures.Write(
                    html,
                    member,
                    data.Labels?.ClassOf[member] is { } own and >= 0
                        ? $"#{data.RowOf(member)}, {data.NameOf(own)}"
                        : $"#{data.RowOf(member)}"
                );
            }

            html.Mark("</div></div>");
        }

        html.EndSection();
    }

    /// <summary>The members that lie deepest in each cluster, ties by the lower index.</summary>
    private static int[][] Deepest(FoundClusters clusters)
    {
        List<int>[] members = new List<int>[clusters.Names.Count];
        for (int cluster = 0; cluster < members.Length; cluster++)
            members[cluster] = [];
        for (int sample = 0; sample < clusters.ClusterOf.Length; sample++)
        {
            if (clusters.ClusterOf[sample] >= 0)
                members[clusters.ClusterOf[sample]].Add(sample);
        }

        return Array.ConvertAll(
            members,
            all => all.OrderByDescending(member => clusters.Probabilities?[member] ?? 1).Take(ShownMembers).ToArray()
        );
    }
}
