using GpuCluster.App.Output;
using GpuCluster.Core.Similarity;

namespace GpuCluster.App.Reports;

/// <summary>Groups of near-duplicates.</summary>
internal static class DuplicateSection
{
    private const int ShownMembers = 9;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        IReadOnlyList<SimilarityGroup> groups = data.Groups.Groups;
        html.BeginSection(
            "duplicates",
            "Near-duplicates",
            data.IsByLook
                ? "Groups of pictures that look the same: saved again, scaled, cropped by some per cent, brighter or darker. "
                    + "The cosine is that of the pictures laid over each other."
                : $"Groups of samples of which each has a cosine of {data.Groups.MinCosine:0.###} or more with the first, "
                    + $"compared by {data.Evidence.Compared}."
        );
        html.Mark("<p>")
            .Say(
                groups.Count == 0
                    ? "There are none."
                    : $"{HtmlWriter.Count(groups.Sum(group => (long)group.Members.Length))} samples in "
                        + $"{HtmlWriter.Count(groups.Count)} groups"
                        + (groups.Count > ReportMeasures.ShownGroups ? $"; the {ReportMeasures.ShownGroups} largest:" : "")
            )
            .Mark("</p>");
        foreach (SimilarityGroup group in groups.Take(ReportMeasures.ShownGroups))
        {
            html.Mark("<div class=\"group\"><p>")
                .Say(
                    $"{HtmlWriter.Count(group.Members.Length)} samples, mean cosine {HtmlWriter.Format(group.MeanCosine, "0.0000")}, "
                        + $"least {HtmlWriter.Format(group.MinCosine, "0.0000")}"
                )
                .Mark("</p><div class=\"strip\">");
            foreach (int member in group.Members.Take(ShownMembers))
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
}
