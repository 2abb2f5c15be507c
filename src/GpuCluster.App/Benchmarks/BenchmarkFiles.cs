using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Benchmarks;

/// <summary>A benchmark's result as JSON, CSV or a page.</summary>
internal static class BenchmarkFiles
{
    private const string Heading = "device,kernel,variant,n,d,msMedian,gflops,gbPerSecond,shareOfPeak,maxRelativeError";

    /// <summary>Refuses a name whose ending says nothing, before hours are spent.</summary>
    /// <exception cref="UnusableInputException">It ends in something else.</exception>
    public static void Check(string path)
    {
        if (Extension(path) is not (".html" or ".csv" or ".json"))
            throw new UnusableInputException($"{path}: a report is written as .html, .csv or .json");
    }

    /// <summary>Writes one file, whole or not at all.</summary>
    public static void Write(string path, BenchmarkResult result, CancellationToken cancellation)
    {
        AtomicFile.Write(
            path,
            stream =>
            {
                using StreamWriter writer = new(stream, leaveOpen: true);
                switch (Extension(path))
                {
                    case ".html":
                        BenchmarkPage.Write(writer, result);
                        break;
                    case ".csv":
                        writer.Write(Csv(result));
                        break;
                    default:
                        writer.WriteLine(ToJson(result).ToJsonString());
                        break;
                }
            },
            cancellation
        );
    }

    /// <summary>The object that `--json` prints.</summary>
    public static JsonObject ToJson(BenchmarkResult result) =>
        new()
        {
            ["bench"] = result.Bench,
            ["device"] = result.DeviceNames,
            ["machine"] = result.Machine.ToJson(),
            ["runs"] = result.Runs,
            ["seed"] = result.Seed,
            ["peaks"] = new JsonArray([
                .. result.Devices.Select(device => new JsonObject
                {
                    ["device"] = device.Selector,
                    ["gflops"] = device.Peaks is { } peaks ? JsonLine.Number(peaks.Gflops, 3) : null,
                    ["gbPerSecond"] = device.Peaks is { } memory ? JsonLine.Number(memory.GbPerSecond, 3) : null,
                }),
            ]),
            ["rows"] = new JsonArray([.. result.Rows.Select(Row)]),
        };

    private static JsonObject Row(BenchmarkRow row) =>
        new()
        {
            ["device"] = row.Device,
            ["kernel"] = row.Kernel,
            ["variant"] = row.Variant,
            ["n"] = row.Size.N,
            ["d"] = row.Size.D,
            ["msMedian"] = JsonLine.Number(row.Milliseconds, 6),
            ["gflops"] = row.Gflops is { } gflops ? JsonLine.Number(gflops, 4) : null,
            ["gbPerSecond"] = JsonLine.Number(row.GbPerSecond, 4),
            ["shareOfPeak"] = row.ShareOfPeak is { } share ? JsonLine.Number(share, 4) : null,
            ["maxRelativeError"] = JsonLine.Number(row.MaxRelativeError, 12),
        };

    private static string Csv(BenchmarkResult result)
    {
        StringBuilder text = new(Heading + "\n");
        foreach (BenchmarkRow row in result.Rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.Device},{Quoted(row.Kernel)},{Quoted(row.Variant)},{row.Size.N},{row.Size.D},"
                    + $"{row.Milliseconds:0.######},{row.Gflops:0.####},{row.GbPerSecond:0.####},"
                    + $"{row.ShareOfPeak:0.####},{row.MaxRelativeError:0.###e0}\n"
            );
        }

        return text.ToString();
    }

    private static string Quoted(string text) =>
        text.Contains(',', StringComparison.Ordinal) || text.Contains('"', StringComparison.Ordinal)
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    private static string Extension(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" => ".html",
            ".CSV" => ".csv",
            ".JSON" => ".json",
            _ => "",
        };
}
