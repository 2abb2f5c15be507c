using GpuCluster.App.Output;
using GpuCluster.App.Texts;
using GpuCluster.Core.Samples;

namespace GpuCluster.App.Reports;

/// <summary>A report as one page of HTML that needs no file and no network.</summary>
internal static class ReportPage
{
    /// <summary>Pixels of an edge up to which a picture is enlarged without smoothing.</summary>
    private const int SmallEdge = 32;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Receives the page; its maker sets UTF-8.</param>
    /// <param name="data">What is told.</param>
    /// <param name="thumbnails">The samples' pictures, or null.</param>
    /// <param name="language">The language of its texts.</param>
    public static void Write(TextWriter writer, ReportData data, IThumbnails? thumbnails, Language language)
    {
        HtmlWriter html = new(writer, language.Report);
        ReportThumbnails pictures = new(thumbnails, data.Prepared.Dataset.Rows);
        string title = data.Prepared.Dataset.Name;
        html.Mark(
                $"<!DOCTYPE html>\n<html lang=\"{language.Tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    + "content=\"width=device-width, initial-scale=1\">"
            )
            .Mark(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
                    + $"'unsafe-inline'; script-src {HtmlFile.SourceOf(CloudSection.Viewer)}\"><title>"
            )
            .Text(title)
            .Mark("</title>\n<style>")
            .Mark(ReportResources.Read("report.css"))
            .Mark("</style></head>\n")
            .Mark(thumbnails is { Edges: [.., SmallEdge] } ? "<body class=\"small\">" : "<body>")
            .Mark("<main>\n");
        WriteHead(html, data, title);
        CloudSection.Write(html, data, data.Colourings);
        ClassSection.Write(html, data);
        ClusterSection.Write(html, data, pictures);
        ConflictSection.Write(html, data, pictures);
        LabelSection.Write(html, data, pictures);
        DuplicateSection.Write(html, data, pictures);
        OutlierSection.Write(html, data, pictures);
        LeakSection.Write(html, data, pictures);
        ImageSection.Write(html, data, pictures);
        html.Mark("<footer>").Say("Made by GpuCluster. This page asks no network.").Mark("</footer></main></body></html>\n");
    }

    private static void WriteHead(HtmlWriter html, ReportData data, string title)
    {
        html.Mark("<header><h1>")
            .Text(title)
            .Mark("</h1><p>")
            .Say($"{data.Prepared.Dataset.Shape}; {data.Prepared.Method}; compared by {data.Evidence.Compared}")
            .Mark("</p><div class=\"cards\">")
            .Card(HtmlWriter.Count(data.Count), "samples")
            .Card(HtmlWriter.Count(data.Prepared.Embedding.Columns), "features");
        if (data.Votes is { } votes)
        {
            html.Card(HtmlWriter.Count(data.Shapes.Count(shape => shape.Members > 0)), "classes")
                .Card(HtmlWriter.Count(votes.Suspects.Count), data.Evidence.Suspects);
        }

        if (data.Conflicts.Count > 0)
            html.Card(HtmlWriter.Count(data.Conflicts.Count), "groups of equal samples with different labels");
        html.Card(HtmlWriter.Count(data.Clusters.Names.Count), "clusters")
            .Card(HtmlWriter.Count(data.Groups.Groups.Count), "groups of near-duplicates")
            .Card(HtmlWriter.Count(data.Rarity.Outliers.Count), "outliers");
        if (data.Leaks is { } leaks)
            html.Card(HtmlWriter.Count(leaks.Pairs.Count), "pairs across splits");
        html.Mark("</div><nav><a href=\"#cloud-section\">Layout</a>");
        if (data.Votes is not null)
            html.Mark("<a href=\"#classes\">Classes</a>");
        html.Mark("<a href=\"#clusters\">Clusters</a>");
        if (data.Conflicts.Count > 0)
            html.Mark("<a href=\"#conflicts\">Conflicting labels</a>");
        if (data.Votes is not null)
            html.Mark("<a href=\"#wrong-labels\">Neighbours' labels</a>");
        html.Mark("<a href=\"#duplicates\">Near-duplicates</a><a href=\"#outliers\">Outliers</a>");
        if (data.Leaks is not null)
            html.Mark("<a href=\"#leaks\">Leaks</a>");
        html.Mark(data.Pictures.Count > 0 ? "<a href=\"#pictures\">Pictures</a></nav></header>\n" : "</nav></header>\n");
    }
}
