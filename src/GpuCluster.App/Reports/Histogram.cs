using GpuCluster.App.Output;

namespace GpuCluster.App.Reports;

/// <summary>How values are spread, as bars.</summary>
internal static class Histogram
{
    private const int Bins = 40;

    /// <summary>Writes the bars with the least and the largest value under them; values that are not finite are passed over.</summary>
    public static void Write(HtmlWriter html, IEnumerable<double> values, string format)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            html.Mark("<p class=\"note\">Nothing to show.</p>");
            return;
        }

        double min = finite.Min(),
            extent = finite.Max() - min;
        int[] counts = new int[Bins];
        foreach (double value in finite)
            counts[extent == 0 ? 0 : Math.Min(Bins - 1, (int)((value - min) / extent * Bins))]++;
        html.Mark("<div class=\"bins\">");
        foreach (int count in counts)
        {
            html.Mark(
                $"<i title=\"{HtmlWriter.Count(count)}\" style=\"height:{HtmlWriter.Format(100.0 * count / counts.Max(), "0.#")}%\"></i>"
            );
        }

        html.Mark("</div><div class=\"ends\"><span>")
            .Number(min, format)
            .Mark("</span><span>")
            .Number(min + extent, format)
            .Mark("</span></div>");
    }
}
