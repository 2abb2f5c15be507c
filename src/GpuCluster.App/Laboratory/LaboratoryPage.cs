using System.Globalization;
using System.Net;
using System.Text;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.App.Laboratory;

/// <summary>A benchmark's result as one page that needs nothing else: a roofline for each device, time and rate over size for each kernel, every number in a table.</summary>
internal static class LaboratoryPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <style>
        :root { color-scheme: light dark; --line: #8883; }
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1240px; padding: 0 1rem; }
        h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2.2rem }
        figure { display: inline-block; margin: 0 1.5rem 1rem 0; vertical-align: top; max-width: 580px }
        svg { max-width: 100%; height: auto } svg text { font-size: 12px; fill: currentColor } .grid { stroke: var(--line) }
        figcaption span { display: inline-block; margin-right: 1rem; font-size: 13px } figcaption i { display: inline-block; width: 12px; height: 12px; margin-right: 5px; border-radius: 2px; vertical-align: -1px }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums } th, td { padding: 3px 12px; border-bottom: 1px solid var(--line); text-align: right } th:nth-child(-n+3), td:nth-child(-n+3) { text-align: left }
        .wide { overflow-x: auto }
        </style>

        """;

    /// <summary>The page.</summary>
    public static string Of(LaboratoryResult result)
    {
        StringBuilder page = new(Head);
        page.Append(CultureInfo.InvariantCulture, $"<title>bench {Text(result.Bench)}</title></head><body>\n<h1>bench {Text(result.Bench)}</h1>\n<p>{Text(result.DeviceNames)}. Medians; every result was compared with a reference in double precision. Operations are counted as executed, a multiply-add as two; bytes as what has to move at least, so that cached data may show more than memory gives.</p>\n");
        page.Append("<h2>Rooflines</h2>\n<p>The dashed line is what the device can do: to the left memory bounds a kernel, to the right arithmetic.</p>\n");
        foreach ((string selector, string description, DevicePeaks peaks) in result.Devices)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><b>{Text(description)}</b>: {peaks.Gflops:0.##} GFLOP/s in registers, {peaks.GbPerSecond:0.##} GB/s from memory</p>\n").Append(Roofline(result.Rows.Where(row => row.Device == selector), peaks));
        }

        foreach (IGrouping<string, LaboratoryRow> kernel in result.Rows.GroupBy(row => row.Kernel))
        {
            LogPlot time = new("n", "milliseconds"), rate = new("n", "GFLOP/s"), bandwidth = new("n", "GB/s");
            foreach (IGrouping<string, LaboratoryRow> line in kernel.GroupBy(row => $"{row.Device}: {row.Variant}, d = {row.Size.D}"))
            {
                time.Add(line.Key, line.Select(row => ((double)row.Size.N, row.Milliseconds, Detail(row))));
                rate.Add(line.Key, line.Select(row => ((double)row.Size.N, row.Gflops ?? 0, Detail(row))));
                bandwidth.Add(line.Key, line.Where(row => row.Gflops is null).Select(row => ((double)row.Size.N, row.GbPerSecond, Detail(row))));
            }

            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(kernel.Key)}</h2>\n").Append(time.ToHtml()).Append(rate.ToHtml()).Append(bandwidth.ToHtml());
        }

        page.Append("<h2>Numbers</h2>\n<div class=\"wide\"><table><tr><th>device</th><th>kernel</th><th>variant</th><th>n</th><th>d</th><th>ms</th><th>GFLOP/s</th><th>GB/s</th><th>of peak</th><th>largest error</th></tr>\n");
        foreach (LaboratoryRow row in result.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(row.Device)}</td><td>{Text(row.Kernel)}</td><td>{Text(row.Variant)}</td><td>{row.Size.N}</td><td>{row.Size.D}</td><td>{row.Milliseconds:0.####}</td><td>{row.Gflops:0.###}</td><td>{row.GbPerSecond:0.###}</td><td>{row.ShareOfPeak:0.0 %}</td><td>{row.MaxRelativeError:0.0e0}</td></tr>\n");
        }

        return page.Append("</table></div></body></html>\n").ToString();
    }

    private static string Roofline(IEnumerable<LaboratoryRow> rows, DevicePeaks peaks)
    {
        LaboratoryRow[] counted = [.. rows.Where(row => row is { Operations: > 0, Bytes: > 0 })];
        if (counted.Length == 0)
        {
            return "";
        }

        LogPlot plot = new("operations for each byte", "GFLOP/s");
        double ridge = peaks.Gflops / peaks.GbPerSecond;
        double least = Math.Min(counted.Min(row => row.Operations / row.Bytes), ridge) / 2, most = Math.Max(counted.Max(row => row.Operations / row.Bytes), ridge) * 2;
        plot.AddBound("what the device can do", new[] { least, ridge, most }.Select(intensity => (intensity, Math.Min(peaks.Gflops, intensity * peaks.GbPerSecond), "")));
        foreach (IGrouping<string, LaboratoryRow> line in counted.GroupBy(row => $"{row.Kernel}, {row.Variant}"))
        {
            plot.Add(line.Key, line.Select(row => (row.Operations / row.Bytes, row.Gflops!.Value, Detail(row))));
        }

        return plot.ToHtml();
    }

    private static string Detail(LaboratoryRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Device}, {row.Variant}, {row.Size.N} x {row.Size.D}: {row.Milliseconds:0.####} ms, {row.Gflops:0.##} GFLOP/s, {row.GbPerSecond:0.##} GB/s, {row.ShareOfPeak:0.0 %} of the peak");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
