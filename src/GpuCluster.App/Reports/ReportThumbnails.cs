using GpuCluster.App.Output;
using GpuCluster.Core.Samples;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.App.Reports;

/// <summary>
/// Pictures of samples as data URLs, so that a report needs no file beside it. Where samples have no pictures their index stands alone.
/// </summary>
internal sealed class ReportThumbnails(IThumbnails? thumbnails, SampleRows rows)
{
    /// <summary>Pixels a picture has along a side at most: sharp on a dense screen, a few kilobytes.</summary>
    private const int MaxEdge = 64;

    /// <summary>Whether there are pictures.</summary>
    public bool Any => thumbnails is { Edges.Count: > 0 };

    /// <summary>What a person calls a sample.</summary>
    public string NameOf(int sample) =>
        thumbnails is null ? $"sample {rows.RowOf(sample)}"
        : Path.GetFileName(thumbnails.NameOf(sample)) is { Length: > 0 } name ? name
        : $"sample {rows.RowOf(sample)}";

    /// <summary>Writes a sample with its picture and what is to be said of it.</summary>
    /// <param name="html">Receives it.</param>
    /// <param name="sample">Its index.</param>
    /// <param name="caption">Any text.</param>
    public void Write(HtmlWriter html, int sample, string caption)
    {
        html.Mark("<figure>");
        if (Any)
            html.Mark("<img loading=\"lazy\" alt=\"\" src=\"").Mark(DataUrl(thumbnails!, sample)).Mark("\">");
        else
            html.Mark("<div class=\"none\">").Text($"#{rows.RowOf(sample)}").Mark("</div>");

        html.Mark("<figcaption title=\"")
            .Text($"#{rows.RowOf(sample)} {NameOf(sample)}")
            .Mark("\">")
            .Text(caption)
            .Mark("</figcaption></figure>");
    }

    /// <summary>A PNG as a data URL.</summary>
    public static string PngUrl(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static string DataUrl(IThumbnails thumbnails, int sample)
    {
        int edge = thumbnails.Edges.Last(edge => edge <= MaxEdge || edge == thumbnails.Edges[0]);
        byte[] rgba = new byte[edge * edge * 4];
        thumbnails.Read(sample, edge, rgba);
        for (int at = 0; at < rgba.Length; at += 4)
        {
            // A PNG's colours are not multiplied by alpha, a thumbnail's are.
            for (int channel = at; rgba[at + 3] is > 0 and < 255 && channel < at + 3; channel++)
                rgba[channel] = (byte)Math.Min(255, ((rgba[channel] * 255) + (rgba[at + 3] / 2)) / rgba[at + 3]);
        }

        using MemoryStream png = new();
        PngWriter.Write(png, edge, edge, rgba);
        return PngUrl(png.ToArray());
    }
}
