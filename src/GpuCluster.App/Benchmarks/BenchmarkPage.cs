using System.Globalization;
using GpuCluster.App.Output;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.App.Benchmarks;

/// <summary>
/// A benchmark's result as one page that needs nothing else: what it ran on, a roofline for each device, plots for each kernel, every
/// number in a table.
/// </summary>
internal static class BenchmarkPage
{
    /// <summary>Errors below this are shown as this: rounding, or none at all.</summary>
    private const double MinError = 1e-9;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Receives the page; its maker sets UTF-8.</param>
    /// <param name="result">What is told.</param>
    public static void Write(TextWriter writer, BenchmarkResult result)
    {
        HtmlWriter html = new(writer);
        html.Mark(
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    + "content=\"width=device-width, initial-scale=1\">"
            )
            .Mark("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>")
            .Text($"bench {result.Bench}")
            .Mark("</title>\n<style>")
            .Mark(ReportResources.Read("benchmarks.css"))
            .Mark("</style></head>\n<body><main>\n");
        WriteHead(html, result);
        WriteRooflines(html, result);
        foreach (IGrouping<string, BenchmarkRow> kernel in result.Rows.GroupBy(row => row.Kernel))
            WriteKernel(html, result, [.. kernel]);

        WriteNumbers(html, result);
        html.Mark("<footer>").Text("Made by GpuCluster. This page asks no network.").Mark("</footer></main></body></html>\n");
    }

    private static void WriteHead(HtmlWriter html, BenchmarkResult result)
    {
        html.Mark("<header><h1>")
            .Text($"bench {result.Bench}")
            .Mark("</h1><p>")
            .Text(
                $"Medians of {result.Runs} runs after those that warm up. Every result was compared with a reference before its time "
                    + "was told: one in double precision, or for a model the model as its file says, step by step. Operations are counted "
                    + "as executed, a multiply-add as two; bytes as what has to move at least, so that data from a cache may show more "
                    + "than memory gives."
            )
            .Mark("</p><div class=\"cards\">")
            .Card(result.Machine.Processor, $"processor, {result.Machine.Cores} threads")
            .Card(result.Machine.InstructionSet, "instruction set");
        foreach ((string selector, string description, DevicePeaks? peaks) in result.Devices)
        {
            html.Card(
                peaks is { } measured
                    ? $"{HtmlWriter.Format(measured.Gflops, "0.#")} GFLOP/s, {HtmlWriter.Format(measured.GbPerSecond, "0.#")} GB/s"
                    : selector,
                peaks is null ? description : $"{description}: measured peaks"
            );
        }

        html.Card(result.Machine.Runtime, result.Machine.System)
            .Card($"seed {result.Seed}, {result.Runs} runs", "settings")
            .Mark("</div></header>\n");
    }

    private static void WriteRooflines(HtmlWriter html, BenchmarkResult result)
    {
        LogPlot[] plots =
        [
            .. result
                .Devices.Where(device => device.Peaks is not null)
                .Select(device =>
                    Roofline(
                        device.Description,
                        [.. result.Rows.Where(row => row.Device == device.Selector && row is { Operations: > 0, Bytes: > 0 })],
                        device.Peaks!.Value
                    )
                )
                .Where(plot => plot.HasPoints),
        ];
        if (plots.Length == 0)
            return;

        html.BeginSection(
                "rooflines",
                "Rooflines",
                "Nothing can lie above the dashed line: on its slope memory bounds a kernel, on its level arithmetic. Both were "
                    + "measured on the device in this run."
            )
            .Mark("<div class=\"plots\">\n");
        Array.ForEach(plots, plot => plot.Write(html));
        html.Mark("</div>").EndSection();
    }

    private static LogPlot Roofline(string device, BenchmarkRow[] rows, DevicePeaks peaks)
    {
        LogPlot plot = new(device, "operations for each byte that has to move", "GFLOP/s");
        if (rows.Length == 0)
            return plot;

        double ridge = peaks.Gflops / peaks.GbPerSecond;
        double min = Math.Min(rows.Min(row => row.Operations / row.Bytes), ridge) / 2,
            max = Math.Max(rows.Max(row => row.Operations / row.Bytes), ridge) * 2;
        plot.SetRoof(
            new[] { min, ridge, max }.Select(intensity => new PlotPoint(
                intensity,
                Math.Min(peaks.Gflops, intensity * peaks.GbPerSecond),
                ""
            ))
        );
        int number = 0;
        foreach (IGrouping<string, BenchmarkRow> line in rows.GroupBy(row => $"{row.Kernel}, {row.Variant}"))
        {
            plot.Add(
                line.Key,
                number++,
                line.Select(row => new PlotPoint(row.Operations / row.Bytes, row.Gflops!.Value, Detail(row))),
                isJoined: false
            );
        }

        return plot;
    }

    private static void WriteKernel(HtmlWriter html, BenchmarkResult result, BenchmarkRow[] rows)
    {
        html.BeginSection(
                $"kernel-{Array.IndexOf([.. result.Rows.Select(row => row.Kernel).Distinct()], rows[0].Kernel)}",
                rows[0].Kernel,
                "Each line is a variant on a device; less time is better. Where devices ran different sizes their lines are apart."
            )
            .Mark("<div class=\"plots\">\n");
        string[] names = [.. rows.Select(row => NameOf(result, row)).Distinct()];
        foreach (IGrouping<int, BenchmarkRow> features in rows.GroupBy(row => row.Size.D).OrderBy(group => group.Key))
        {
            Plot(
                    $"Time, d = {features.Key}",
                    "n",
                    "milliseconds",
                    features,
                    row => new PlotPoint(row.Size.N, row.Milliseconds, Detail(row))
                )
                .Write(html);
            (string title, string unit, Func<BenchmarkRow, double> rate) = RateOf([.. features]);
            Plot($"{title}, d = {features.Key}", "n", unit, features, row => new PlotPoint(row.Size.N, rate(row), Detail(row))).Write(html);
        }

        BenchmarkRow[] largest =
        [
            .. rows.GroupBy(row => NameOf(result, row)).Select(group => group.MaxBy(row => (double)row.Size.N * row.Size.D)!),
        ];
        Plot(
                "Quality beside speed, each at its largest size",
                "largest relative error",
                "milliseconds",
                largest,
                row => new PlotPoint(Math.Max(MinError, row.MaxRelativeError), row.Milliseconds, Detail(row))
            )
            .Write(html);
        WriteShares(html, result, largest, names);
        html.Mark("</div>").EndSection();

        LogPlot Plot(string title, string xName, string yName, IEnumerable<BenchmarkRow> shown, Func<BenchmarkRow, PlotPoint> point)
        {
            LogPlot plot = new(title, xName, yName);
            foreach (IGrouping<string, BenchmarkRow> line in shown.GroupBy(row => NameOf(result, row)))
                plot.Add(line.Key, Array.IndexOf(names, line.Key), line.Select(point));

            return plot;
        }
    }

    /// <summary>How fast rows are, by what can be told of them; 0 where of one row nothing can.</summary>
    private static (string Title, string Unit, Func<BenchmarkRow, double> Rate) RateOf(BenchmarkRow[] rows) =>
        rows.Any(row => row.Gflops is not null) ? ("Rate", "GFLOP/s", row => row.Gflops ?? 0)
        : rows.All(row => double.IsNaN(row.Operations)) ? ("Throughput", "samples a second", row => row.SamplesPerSecond)
        : ("Throughput", "GB/s", row => row.GbPerSecond);

    private static void WriteShares(HtmlWriter html, BenchmarkResult result, BenchmarkRow[] rows, string[] names)
    {
        if (rows.All(row => row.ShareOfPeak is null))
            return;

        html.Mark("<figure><h3>").Text("Share of the device's measured peak, each at its largest size").Mark("</h3><div class=\"bars\">");
        foreach (BenchmarkRow row in rows.Where(row => row.ShareOfPeak is not null))
        {
            string name = NameOf(result, row);
            html.Mark("<span>")
                .Text($"{name}, {row.Size.N} x {row.Size.D}")
                .Mark(
                    "</span><span class=\"bar\"><i "
                        + $"style=\"width:{HtmlWriter.Format(Math.Min(100, 100 * row.ShareOfPeak!.Value), "0.#")}%;"
                        + $"background:var(--c{Array.IndexOf(names, name) % LogPlot.Colours})\"></i></span><span>"
                )
                .Text(row.ShareOfPeak.Value.ToString("0.0 %", CultureInfo.InvariantCulture))
                .Mark("</span>");
        }

        html.Mark("</div></figure>\n");
    }

    private static void WriteNumbers(HtmlWriter html, BenchmarkResult result)
    {
        html.BeginSection("numbers", "Numbers", "The fastest of each kernel, device and size is set in bold.")
            .Mark("<div class=\"scroll\"><table><tr>");
        foreach (string left in (string[])["device", "kernel", "variant"])
            html.Mark("<th>").Text(left).Mark("</th>");

        foreach (string right in (string[])["n", "d", "ms", "GFLOP/s", "GB/s", "of peak", "largest error"])
            html.Mark("<th class=\"number\">").Text(right).Mark("</th>");

        html.Mark("</tr>\n");
        HashSet<BenchmarkRow> best =
        [
            .. result
                .Rows.GroupBy(row => (row.Device, row.Kernel, row.Size))
                .Where(group => group.Count() > 1)
                .Select(group => group.MinBy(row => row.Milliseconds)!),
        ];
        foreach (BenchmarkRow row in result.Rows)
        {
            html.Mark(best.Contains(row) ? "<tr class=\"best\">" : "<tr>")
                .Mark("<td>")
                .Text(row.Device)
                .Mark("</td><td>")
                .Text(row.Kernel)
                .Mark("</td><td>")
                .Text(row.Variant)
                .Mark("</td>");
            foreach (
                string number in (string[])
                    [
                        HtmlWriter.Count(row.Size.N),
                        HtmlWriter.Count(row.Size.D),
                        HtmlWriter.Format(row.Milliseconds, "0.####"),
                        HtmlWriter.Format(row.Gflops ?? double.NaN),
                        HtmlWriter.Format(row.GbPerSecond),
                        row.ShareOfPeak is { } share
                            ? share.ToString("0.0 %", CultureInfo.InvariantCulture)
                            : HtmlWriter.Format(double.NaN),
                        HtmlWriter.Format(row.MaxRelativeError, "0.0e0"),
                    ]
            )
            {
                html.Mark("<td class=\"number\">").Text(number).Mark("</td>");
            }

            html.Mark("</tr>\n");
        }

        html.Mark("</table></div>").EndSection();
    }

    /// <summary>A line's name: the variant, with its device where there are several.</summary>
    private static string NameOf(BenchmarkResult result, BenchmarkRow row) =>
        result.Devices.Count > 1 ? $"{row.Device}: {row.Variant}" : row.Variant;

    private static string Detail(BenchmarkRow row)
    {
        string rate = row.Gflops is { } gflops ? $"{HtmlWriter.Format(gflops, "0.##")} GFLOP/s, " : "",
            share = row.ShareOfPeak is { } of ? $", {of.ToString("0.0 %", CultureInfo.InvariantCulture)} of the peak" : "";
        return $"{row.Device}, {row.Variant}, {row.Size.N} x {row.Size.D}: {HtmlWriter.Format(row.Milliseconds, "0.####")} ms, "
            + $"{rate}{HtmlWriter.Format(row.GbPerSecond, "0.##")} GB/s{share}, error "
            + $"{HtmlWriter.Format(row.MaxRelativeError, "0.0e0")}";
    }
}
