using GpuCluster.App.Output;
using GpuCluster.Core.Similarity;

namespace GpuCluster.App.Reports;

/// <summary>Near-duplicates across the splits of a data set.</summary>
internal static class LeakSection
{
    private const int Shown = 12;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        if (data.Leaks is not { } leaks || data.Splits is not { } splits)
            return;
        html.BeginSection(
            "leaks",
            "Leaks between splits",
            "Samples that have a near-duplicate in another split: a model tested on them was shown them in training."
        );
        html.Mark("<div class=\"cards\">");
        foreach ((string split, int count) in leaks.Leaked.Take(Shown))
            html.Card(HtmlWriter.Count(count), $"of {HtmlWriter.Count(splits.Values.Count(value => value == split))} in {split}");
        html.Mark("</div>");
        foreach (SimilarPair pair in leaks.Pairs.Take(Shown))
        {
            html.Mark("<div class=\"group\"><p>").Say($"cosine {pair.Cosine:0.0000}").Mark("</p><div class=\"strip\">");
            pictures.Write(html, pair.First, $"#{data.RowOf(pair.First)}, {splits.Values[pair.First]}");
            pictures.Write(html, pair.Second, $"#{data.RowOf(pair.Second)}, {splits.Values[pair.Second]}");
            html.Mark("</div></div>");
        }

        html.EndSection();
    }
}
