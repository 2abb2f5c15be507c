using GpuCluster.App.Output;

namespace GpuCluster.App.Reports;

/// <summary>Equal samples with different labels.</summary>
internal static class ConflictSection
{
    private const int Shown = 24;
    private const int ShownMembers = 9;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        if (data.Conflicts.Count == 0)
            return;
        html.BeginSection(
            "conflicts",
            "Equal samples with different labels",
            $"{data.EqualBy} of different classes: at least one label of each group is wrong. This is certain, whatever the samples are "
                + "compared by."
        );
        html.Mark("<p>")
            .Say($"{HtmlWriter.Count(data.Conflicts.Count)} groups" + (data.Conflicts.Count > Shown ? $"; the first {Shown}:" : ""))
            .Mark("</p>");
        foreach (int[] members in data.Conflicts.Take(Shown))
        {
            html.Mark("<div class=\"group\"><div class=\"strip\">");
            foreach (int member in members.Take(ShownMembers))
                pictures.Write(html, member, $"#{data.RowOf(member)}, {data.NameOf(data.Labels!.ClassOf[member])}");
            html.Mark("</div></div>");
        }

        html.EndSection();
    }
}
