using GpuCluster.App.Output;
using GpuCluster.Core.Quality;

namespace GpuCluster.App.Reports;

/// <summary>Samples whose neighbours agree on another label.</summary>
internal static class LabelSection
{
    private const int Shown = 36;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        if (data.Votes is not { Suspects: var suspects })
            return;
        html.BeginSection(
            "wrong-labels",
            data.Evidence.IsVerdict ? "Likely wrong labels" : "Labels that neighbours disagree with",
            $"More than half of a sample's nearest neighbours agree on another class. {data.Evidence.Sureness}"
        );
        html.Mark("<p>")
            .Say(
                $"{HtmlWriter.Count(suspects.Count)} of {HtmlWriter.Count(data.Count)} samples"
                    + (suspects.Count > Shown ? $"; the {Shown} that are disagreed with most:" : "")
            )
            .Mark("</p><div class=\"strip\">");
        foreach (LabelVote vote in suspects.Take(Shown))
            pictures.Write(html, vote.Sample, $"{data.NameOf(vote.Own)} → {data.NameOf(vote.Winner)}, {100 * vote.Share:0} %");
        html.Mark("</div>").EndSection();
    }
}
