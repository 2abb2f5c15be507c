using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Core.Layouts;

namespace GpuCluster.App.Reports;

/// <summary>The layout: a view that turns under the pointer, and the rendered picture.</summary>
internal static class CloudSection
{
    /// <summary>Points that the view holds: a few megabytes, and still fluent where a browser draws them on one core.</summary>
    private const int MaxPoints = 200_000;

    /// <summary>The page's only script.</summary>
    public static string Viewer => ReportResources.Read("viewer.js");

    public static void Write(HtmlWriter html, ReportData data, IReadOnlyList<ReportColouring> colourings)
    {
        int step = ((data.Count - 1) / MaxPoints) + 1;
        html.BeginSection(
            "cloud-section",
            "The layout",
            "Samples that are alike lie near each other. Drag to turn, turn the wheel to come nearer, hold Shift to move, point to "
                + "ask; an entry of the legend hides its points."
        );
        if (step > 1)
        {
            html.Mark("<p class=\"note\">")
                .Say(
                    $"Every {step}th sample is shown: {HtmlWriter.Count(((data.Count - 1) / step) + 1)} of {HtmlWriter.Count(data.Count)}."
                )
                .Mark("</p>");
        }

        html.Mark("<div class=\"bar\"><label>Colour by <select id=\"choice\"></select></label></div>")
            .Mark(
                "<div class=\"view\"><canvas id=\"cloud\" role=\"img\" aria-label=\"3-D view of the layout\"></canvas><output "
                    + "id=\"told\"></output></div>"
            )
            .Mark("<div class=\"bar\"><div class=\"legend\" id=\"legend\"></div></div>\n");
        Script(html, "cloud-facts", "application/json", Facts(html, data.Layout, colourings, step));
        Script(html, "cloud-positions", "text/plain", Positions(data.Layout, step));
        for (int i = 0; i < colourings.Count; i++)
        {
            Script(
                html,
                $"cloud-colours-{i}",
                "text/plain",
                Words([.. Taken(data.Count, step).Select(sample => (ushort)colourings[i].PartOf[sample])])
            );
        }

        html.Mark("<script>").Mark(Viewer).Mark("</script>\n");
        if (data.Rendered is { } png)
            html.Mark("<img class=\"rendered\" alt=\"The layout, rendered\" src=\"").Mark(ReportThumbnails.PngUrl(png)).Mark("\">");
        else
            html.Mark("<p class=\"note warn\">").Say($"There is no rendered picture: {data.NotRendered}").Mark("</p>");

        html.EndSection();
    }

    private static IEnumerable<int> Taken(int count, int step) => Enumerable.Range(0, ((count - 1) / step) + 1).Select(at => at * step);

    private static void Script(HtmlWriter html, string id, string type, string text) =>
        html.Mark($"<script id=\"{id}\" type=\"{type}\">").Mark(text).Mark("</script>\n");

    // The default encoder writes < and & as escapes, so that no name can end the element.
    private static string Facts(HtmlWriter html, Layout layout, IReadOnlyList<ReportColouring> colourings, int step)
    {
        JsonArray list = [];
        foreach (ReportColouring colouring in colourings)
        {
            int[] counts = new int[colouring.Names.Count];
            foreach (int part in colouring.PartOf)
                counts[part]++;
            list.Add(
                new JsonObject
                {
                    ["name"] = html.Said(colouring.Name),
                    // The last is the program's own: samples of no part.
                    ["names"] = new JsonArray([
                        .. colouring.Names.SkipLast(1).Select(name => JsonValue.Create(name)),
                        JsonValue.Create(html.Said(colouring.Names[^1])),
                    ]),
                    ["colours"] = new JsonArray([.. colouring.Colours.Select(colour => JsonValue.Create(colour & 0xFFFFFF))]),
                    ["counts"] = new JsonArray([.. counts.Select(count => JsonValue.Create(count))]),
                }
            );
        }

        return new JsonObject
        {
            ["flat"] = layout.Dims == 2,
            ["step"] = step,
            ["colourings"] = list,
        }.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>Three words a point, the widest axis over the whole range and the others to its scale, the cloud in the middle.</summary>
    private static string Positions(Layout layout, int step)
    {
        Span<float> min = stackalloc float[3],
            max = stackalloc float[3];
        min.Fill(float.PositiveInfinity);
        max.Fill(float.NegativeInfinity);
        for (int sample = 0; sample < layout.Count; sample++)
        {
            for (int axis = 0; axis < layout.Dims; axis++)
            {
                min[axis] = Math.Min(min[axis], layout.Of(sample)[axis]);
                max[axis] = Math.Max(max[axis], layout.Of(sample)[axis]);
            }
        }

        double extent = 0;
        for (int axis = 0; axis < layout.Dims; axis++)
            extent = Math.Max(extent, (double)max[axis] - min[axis]);
        List<ushort> words = [];
        foreach (int sample in Taken(layout.Count, step))
        {
            for (int axis = 0; axis < 3; axis++)
            {
                // A flat layout lies in the plane that the view shows from above.
                double middle = axis < layout.Dims ? ((double)min[axis] + max[axis]) / 2 : 0;
                double away = axis < layout.Dims && extent > 0 ? (layout.Of(sample)[axis] - middle) / extent : 0;
                words.Add((ushort)Math.Clamp(Math.Round((away + 0.5) * ushort.MaxValue), 0, ushort.MaxValue));
            }
        }

        return Words([.. words]);
    }

    private static string Words(ReadOnlySpan<ushort> words)
    {
        byte[] bytes = new byte[words.Length * sizeof(ushort)];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * sizeof(ushort)), words[i]);
        return Convert.ToBase64String(bytes);
    }
}
