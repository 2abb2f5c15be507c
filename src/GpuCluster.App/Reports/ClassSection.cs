using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Quality;

namespace GpuCluster.App.Reports;

/// <summary>How samples are spread over the classes, and how the classes lie among each other.</summary>
internal static class ClassSection
{
    private const int MaxRows = 100;
    private const int MaxMatrix = 24;

    public static void Write(HtmlWriter html, ReportData data)
    {
        if (data.Votes is not { } votes)
            return;
        html.BeginSection(
            "classes",
            "Classes",
            "How many samples each class has, how wide it lies (mean distance to its mean), and which other class it reaches into "
                + "most (overlap after Davies and Bouldin: above 1 they mix)."
        );
        html.Mark("<div class=\"cards\">")
            .Card(HtmlWriter.Format(data.Imbalance, "0.##") + " : 1", "largest to smallest class")
            .Card(HtmlWriter.Format(100 * votes.Agreement, "0.0") + " %", "of neighbours share the label")
            .Mark("</div>");
        int[] ranked =
        [
            .. Enumerable
                .Range(0, data.Shapes.Count)
                .Where(own => data.Shapes[own].Members > 0)
                .OrderByDescending(own => data.Shapes[own].Members)
                .ThenBy(own => own),
        ];
        WriteTable(html, data, ranked);
        if (ranked.Length is > 1 and <= MaxMatrix)
            WriteMatrix(html, data, votes, [.. ranked.Order()]);
        WritePairs(html, data, votes);
        html.EndSection();
    }

    private static void WriteTable(HtmlWriter html, ReportData data, int[] ranked)
    {
        html.Mark(
            "<div class=\"scroll\"><table><tr><th>Class</th><th class=\"number\">Samples</th><th>Share</th><th "
                + "class=\"number\">Spread</th><th>Overlaps most with</th><th class=\"number\">Overlap</th></tr>"
        );
        double largest = ranked.Length > 0 ? data.Shapes[ranked[0]].Members : 1;
        foreach (int own in ranked.Take(MaxRows))
        {
            ClassShape shape = data.Shapes[own];
            html.Mark("<tr><td>")
                .Text(data.NameOf(own))
                .Mark("</td><td class=\"number\">")
                .Text(HtmlWriter.Count(shape.Members))
                .Mark(
                    "</td><td><div class=\"share\"><i "
                        + $"style=\"width:{HtmlWriter.Format(100 * shape.Members / largest, "0.##")}%\"></i></div></td><td "
                        + "class=\"number\">"
                )
                .Number(shape.Spread)
                .Mark("</td><td>")
                .Text(shape.Nearest < 0 ? "–" : data.NameOf(shape.Nearest))
                .Mark("</td><td class=\"number\">")
                .Number(shape.Overlap, "0.00")
                .Mark("</td></tr>");
        }

        html.Mark("</table></div>");
        if (ranked.Length > MaxRows)
            html.Mark("<p class=\"note\">").Say($"and {HtmlWriter.Count(ranked.Length - MaxRows)} smaller classes").Mark("</p>");
    }

    private static void WriteMatrix(HtmlWriter html, ReportData data, LabelVotes votes, int[] classes)
    {
        Dictionary<(int, int), long> cells = votes.Confusion.ToDictionary(pair => (pair.Own, pair.Other), pair => pair.Neighbours);
        Dictionary<int, long> totals = votes
            .Confusion.GroupBy(pair => pair.Own)
            .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Neighbours));
        html.Mark(
            "<h3>Whose neighbours are of which class</h3><p class=\"note\">Each row: of the nearest neighbours of a class's samples, "
                + "the share in percent that is of the class above.</p><div class=\"scroll\"><table class=\"matrix\"><tr><th></th>"
        );
        foreach (int other in classes)
            html.Mark("<th>").Text(data.NameOf(other)).Mark("</th>");
        html.Mark("</tr>");
        foreach (int own in classes)
        {
            html.Mark("<tr><th>").Text(data.NameOf(own)).Mark("</th>");
            foreach (int other in classes)
            {
                double share = totals.TryGetValue(own, out long total) ? (double)cells.GetValueOrDefault((own, other)) / total : 0;
                string ground = own == other ? "111,183,242" : "240,160,64";
                // The root lets small shares be seen beside the large ones on the diagonal.
                html.Mark($"<td style=\"background:rgba({ground},{HtmlWriter.Format(0.75 * Math.Sqrt(share), "0.###")})\">")
                    .Text(share == 0 ? "" : HtmlWriter.Format(100 * share, share < 0.1 ? "0.0" : "0"))
                    .Mark("</td>");
            }

            html.Mark("</tr>");
        }

        html.Mark("</table></div>");
    }

    private static void WritePairs(HtmlWriter html, ReportData data, LabelVotes votes)
    {
        ConfusedClasses[] mixed =
        [
            .. votes
                .Confusion.Where(pair => pair.Own != pair.Other)
                .OrderByDescending(pair => pair.Neighbours)
                .ThenBy(pair => pair.Own)
                .ThenBy(pair => pair.Other)
                .Take(8),
        ];
        if (mixed.Length == 0)
            return;
        html.Mark("<h3>Most often confused</h3><p>");
        html.Text(
                string.Join(
                    "; ",
                    mixed.Select(pair =>
                        html.Said($"{data.NameOf(pair.Own)} → {data.NameOf(pair.Other)} ({HtmlWriter.Count(pair.Neighbours)} neighbours)")
                    )
                )
            )
            .Mark("</p>");
    }
}
