using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.App.Reports;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.App.Shares;

/// <summary>
/// A scene as one page of HTML that needs no file, no server and no network. What is drawn first stands before the script, epochs, names
/// and pictures behind it, so that a large page shows its points before it is read to its end.
/// </summary>
internal sealed class SharePage
{
    /// <summary>The page's script, in this order, inside one function.</summary>
    private static readonly string[] Scripts = ["data", "camera", "shaders", "renderer", "pictures", "timeline", "panel", "page"];

    private readonly SharedScene _shared;
    private readonly string _title;
    private readonly PagePoints _points;
    private readonly IReadOnlyList<PageColouring> _colourings;

    /// <summary>Sorts the points.</summary>
    /// <param name="shared">What is shared; not owned.</param>
    /// <param name="title">The page's heading.</param>
    /// <param name="maxPictures">Pictures at most; 0 for none.</param>
    public SharePage(SharedScene shared, string title, int maxPictures)
    {
        (_shared, _title) = (shared, title);
        _points = new PagePoints(shared.Layout, sample => !shared.Scene.Selection.State.Hidden.Contains(sample));
        _colourings = PageColouring.Of(shared.Scene, _points.Samples);
        EpochHistory history = shared.Scene.Timeline.History;
        if (history.Keyframes.Length > 1 && Count > 0)
            Timeline = new PageTimeline(history, shared.Scene.Timeline.Stations, _points);
        if (shared.Scene.Facts.Thumbnails is { Edges.Count: > 0 } thumbnails && maxPictures > 0 && Count > 0)
            Pictures = new PagePictures(thumbnails, _points.Samples, maxPictures);
    }

    /// <summary>m, the points of the page.</summary>
    public int Count => _points.Samples.Length;

    /// <summary>The recorded epochs; null where there are none.</summary>
    public PageTimeline? Timeline { get; }

    /// <summary>The pictures; null where there are none.</summary>
    public PagePictures? Pictures { get; }

    private string[] Method => _shared.Method.Length > 0 ? [_shared.Method] : [];

    private static string Viewer => CloudSection.Viewer;

    private static string Script =>
        $"(() => {{\n\"use strict\";\n{string.Concat(Scripts.Select(name => ReportResources.Read($"{name}.js")))}}})();\n";

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Receives it; its maker sets UTF-8.</param>
    /// <param name="report">Receives the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between two sheets of pictures.</param>
    public void Write(TextWriter writer, Action<double> report, CancellationToken cancellation)
    {
        HtmlWriter html = new(writer);
        WriteHead(html);
        PageBlocks.Text(html, "cloud-facts", "application/json", Facts().ToJsonString(JsonSerializerOptions.Default));
        PageBlocks.Numbers<ushort>(html, "cloud-positions", _points.Positions);
        foreach ((int i, PageColouring colouring) in _colourings.Index())
            PageBlocks.Numbers<ushort>(html, $"cloud-colours-{i}", colouring.PartOf);
        PageBlocks.Numbers<int>(html, "cloud-rows", Array.ConvertAll(_points.Samples, _shared.Scene.Facts.RowOf));
        PageBlocks.Text(html, "viewer", "text/plain", Viewer);
        html.Mark("<script>").Mark(Script).Mark("</script>\n");
        WriteRest(html, report, cancellation);
        html.Mark("</body></html>\n");
    }

    private void WriteHead(HtmlWriter html)
    {
        string style = ReportResources.Read("share.css");
        string[] subtitle = [$"{HtmlWriter.Count(Count)} {(Count == 1 ? "sample" : "samples")}", .. Method];
        html.Mark("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Mark(ShareFolder.Mark)
            .Mark("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Mark("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; ")
            .Mark($"base-uri 'none'; form-action 'none'; style-src {HtmlFile.SourceOf(style)}; ")
            .Mark($"script-src {HtmlFile.SourceOf(Script)} {HtmlFile.SourceOf(Viewer)}\"><title>")
            .Text(_title)
            .Mark("</title>\n<style>")
            .Mark(style)
            .Mark("</style></head>\n<body>\n<header><h1>")
            .Text(_title)
            .Mark("</h1><p>")
            .Text(string.Join(" · ", subtitle))
            .Mark("</p></header>\n")
            .Mark(ReportResources.Read("share.html"));
    }

    private JsonObject Facts()
    {
        JsonObject facts = new()
        {
            ["flat"] = _shared.Layout.Dims == 2,
            ["step"] = 1,
            ["colourings"] = new JsonArray([.. _colourings.Select(colouring => colouring.ToJson())]),
            ["named"] = _shared.Scene.Facts.Paths is not null,
        };
        if (Timeline is { } timeline)
        {
            facts["epochs"] = new JsonArray([.. timeline.Epochs.Select(epoch => JsonValue.Create(epoch))]);
            facts["stations"] = new JsonArray([
                .. _shared.Scene.Timeline.Stations.Select(station => new JsonObject { ["epoch"] = station.Epoch, ["name"] = station.Name }),
            ]);
        }

        if (Pictures is { } pictures)
        {
            facts["pictures"] = new JsonObject
            {
                ["edge"] = pictures.Edge,
                ["cells"] = pictures.Cells,
                ["step"] = pictures.Step,
                ["sheets"] = pictures.Sheets,
                ["small"] = pictures.IsSmall,
            };
        }

        return facts;
    }

    private void WriteRest(HtmlWriter html, Action<double> report, CancellationToken cancellation)
    {
        if (Timeline is { } timeline)
        {
            int frame = timeline.Epochs.Length - 1;
            foreach (byte[] packed in timeline.Frames(cancellation))
                PageBlocks.Numbers<byte>(html, $"epoch-{--frame}", packed);
        }

        if (_shared.Scene.Facts is { Paths: { } paths } && Count > 0)
        {
            string[] names = PageNames.Of(Array.ConvertAll(_points.Samples, sample => paths[sample]));
            PageBlocks.Numbers<byte>(html, "sample-names", PageBlocks.Deflate(Encoding.UTF8.GetBytes(string.Join('\n', names))));
        }

        for (int sheet = 0; sheet < (Pictures?.Sheets ?? 0); sheet++)
        {
            cancellation.ThrowIfCancellationRequested();
            report((double)sheet / Pictures!.Sheets);
            PageBlocks.Numbers<byte>(html, $"atlas-{sheet}", Pictures.Encode(sheet));
        }
    }
}
