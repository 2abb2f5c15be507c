using GpuCluster.App.Output;

namespace GpuCluster.App.Reports;

/// <summary>Samples that are far from all others, and how unlike samples are.</summary>
internal static class OutlierSection
{
    private const int Shown = 24;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        html.BeginSection(
            "outliers",
            "Outliers and uniqueness",
            "Outliers: samples whose mean distance to their nearest neighbours is far beyond the usual (modified z-score above 3.5). "
                + "Uniqueness: 1 less the largest cosine with a neighbour; 0 has a twin."
        );
        IReadOnlyList<int> outliers = data.Rarity.Outliers;
        html.Mark("<p>")
            .Say($"{HtmlWriter.Count(outliers.Count)} outliers" + (outliers.Count > Shown ? $"; the {Shown} farthest:" : "."))
            .Mark("</p><div class=\"strip\">");
        foreach (int sample in outliers.Take(Shown))
        {
            pictures.Write(
                html,
                sample,
                html.Said($"#{data.RowOf(sample)}, distance {HtmlWriter.Format(data.Rarity.MeanDistance[sample])}")
            );
        }

        html.Mark("</div><h3>Uniqueness</h3>");
        Histogram.Write(html, data.Rarity.Uniqueness, "0.###");
        html.Mark("<h3>Most unique</h3><div class=\"strip\">");
        foreach (
            int sample in Enumerable
                .Range(0, data.Count)
                .Where(i => double.IsFinite(data.Rarity.Uniqueness[i]))
                .OrderByDescending(i => data.Rarity.Uniqueness[i])
                .ThenBy(i => i)
                .Take(12)
        )
        {
            pictures.Write(html, sample, $"#{data.RowOf(sample)}, {HtmlWriter.Format(data.Rarity.Uniqueness[sample])}");
        }

        html.Mark("</div>").EndSection();
    }
}
