using GpuCluster.App.Output;
using GpuCluster.Core.Quality;

namespace GpuCluster.App.Reports;

/// <summary>Brightness, contrast, focus and size of the pictures.</summary>
internal static class ImageSection
{
    private const int Shown = 8;

    public static void Write(HtmlWriter html, ReportData data, ReportThumbnails pictures)
    {
        if (data.Pictures.Count == 0)
            return;
        html.BeginSection(
            "pictures",
            "Pictures",
            "Exposure, focus and size. Focus is the variance of the Laplacian: low where a picture is blurred or empty. Measured on "
                + "pictures scaled to one size."
        );
        WriteMeasure(html, data, pictures, "Brightness", "darkest", "brightest", measures => measures.Brightness);
        WriteMeasure(html, data, pictures, "Contrast", "flattest", "hardest", measures => measures.Contrast);
        WriteMeasure(html, data, pictures, "Focus", "most blurred", "sharpest", measures => measures.Sharpness);
        WriteSizes(html, data);
        int unread = data.Pictures.Count(measures => measures is null);
        if (unread > 0)
            html.Mark("<p class=\"note warn\">").Say($"{HtmlWriter.Count(unread)} pictures could not be read.").Mark("</p>");
        html.EndSection();
    }

    private static void WriteMeasure(
        HtmlWriter html,
        ReportData data,
        ReportThumbnails pictures,
        string name,
        string low,
        string high,
        Func<ImageMeasures, double> of
    )
    {
        int[] ranked =
        [
            .. Enumerable
                .Range(0, data.Pictures.Count)
                .Where(i => data.Pictures[i] is not null)
                .OrderBy(i => of(data.Pictures[i]!.Value))
                .ThenBy(i => i),
        ];
        html.Mark("<h3>").Say(name).Mark("</h3>");
        Histogram.Write(html, ranked.Select(i => of(data.Pictures[i]!.Value)), "0.###");
        WriteEnd(low, ranked.Take(Shown));
        WriteEnd(high, ranked.Reverse().Take(Shown));

        void WriteEnd(string end, IEnumerable<int> samples)
        {
            html.Mark("<p class=\"note\">").Say(end).Mark("</p><div class=\"strip\">");
            foreach (int sample in samples)
                pictures.Write(html, sample, $"#{data.RowOf(sample)}, {HtmlWriter.Format(of(data.Pictures[sample]!.Value))}");
            html.Mark("</div>");
        }
    }

    private static void WriteSizes(HtmlWriter html, ReportData data)
    {
        if (data.Sizes.Count == 0)
            return;
        html.Mark("<h3>Size</h3><p>");
        IGrouping<(int Width, int Height), (int Width, int Height)>[] sizes = data
            .Sizes.GroupBy(size => size)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .ToArray();
        html.Text(
                string.Join(
                    "; ",
                    sizes
                        .Take(Shown)
                        .Select(group =>
                            $"{(group.Key.Width == 0 ? html.Said("unknown") : $"{group.Key.Width} × {group.Key.Height}")}: "
                            + $"{HtmlWriter.Count(group.Count())}"
                        )
                ) + (sizes.Length > Shown ? html.Said($"; {HtmlWriter.Count(sizes.Length - Shown)} other sizes") : "")
            )
            .Mark("</p>");
    }
}
