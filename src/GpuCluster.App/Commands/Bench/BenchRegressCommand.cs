using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.Benchmarks.Regress;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Commands.Bench;

/// <summary>`bench regress`: whole commands as multiples of a fixed piece of work, beside what was recorded.</summary>
internal static class BenchRegressCommand
{
    private static readonly Option<string?> Rows = new("--rows")
    {
        HelpName = "NAME,…",
        Description = "Only these rows, with commas between (default: all, which takes minutes).",
    };
    private static readonly Option<string?> Records = new("--records")
    {
        HelpName = "FILE",
        Description = "Where ratios are recorded (default: tests/GpuCluster.Benchmarks/regress.csv of the repository).",
    };
    private static readonly Option<bool> Record = new("--record") { Description = "Record the ratios of these rows." };

    public static Command Create()
    {
        Command command = new(
            "regress",
            """
            Times whole commands as processes of their own, and prints each time as a multiple of a yardstick that is measured just
            before: 10^11 operations of multiply-adds in registers, or 10^10 bytes read from memory, on all threads. Beside it stands
            the ratio that was recorded, so that a change shows what it cost, on another machine too.

            Example:
              gpucluster bench regress
            """
        )
        {
            Rows,
            Records,
            Record,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        IReadOnlyList<RegressRow> rows = RowsOf(result.GetValue(Rows));
        string file = result.GetValue(Records) ?? DefaultRecords();
        if (result.GetValue(Record))
            AtomicFile.Probe(file);
        RegressRecords records = new(file);
        using RegressData data = new();
        Dictionary<string, double> ratios = [];
        JsonArray lines = [];
        if (!context.Json)
            context.Out.WriteLine($"{"row", -24} {"seconds", 9} {"yardstick", -11} {"ratio", 9} {"recorded", 9} {"change", 8}");
        foreach (RegressRow row in rows)
        {
            context.Progress.Begin("regress", row.Name);
            (double? seconds, double ratio, string failure) = Measure(row, data, context);
            context.Progress.Finish();
            if (seconds is not null)
                ratios[row.Name] = ratio;
            double? recorded = records.Of(row.Name);
            lines.Add((JsonNode)Json(row, seconds, ratio, recorded, failure));
            if (!context.Json)
                context.Out.WriteLine(seconds is { } known ? Text(row, known, ratio, recorded) : $"{row.Name, -24} not run: {failure}");
        }

        if (context.Json)
            JsonLine.Write(context.Out, new JsonObject { ["rows"] = lines });
        if (result.GetValue(Record))
            records.Write(ratios, context.Cancellation);
    }

    private static (double? Seconds, double Ratio, string Failure) Measure(RegressRow row, RegressData data, RunContext context)
    {
        string[] arguments = data.ArgumentsOf(row, context.Cancellation);
        List<double> seconds = [],
            ratios = [];
        for (int run = 0; run < row.Runs; run++)
        {
            double yardstick = row.Yardstick.Seconds(context.Cancellation);
            (double? known, string failure) = OwnProcess.Run(arguments, context.Cancellation);
            if (known is not { } took)
                return (null, double.NaN, failure);
            seconds.Add(took);
            ratios.Add(took / yardstick);
            context.Progress.Report((run + 1.0) / row.Runs);
        }

        return (new Timings(seconds).Median, new Timings(ratios).Median, "");
    }

    private static JsonObject Json(RegressRow row, double? seconds, double ratio, double? recorded, string failure) =>
        new()
        {
            ["row"] = row.Name,
            ["seconds"] = seconds is { } known ? JsonLine.Number(known, 3) : null,
            ["yardstick"] = NameOf(row.Yardstick),
            ["ratio"] = JsonLine.Number(ratio, 3),
            ["recorded"] = recorded,
            ["failure"] = failure.Length > 0 ? failure : null,
        };

    private static string Text(RegressRow row, double seconds, double ratio, double? recorded)
    {
        string before = recorded is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "-";
        string change = recorded is { } old and > 0 ? $"{100 * ((ratio / old) - 1):+0;-0;0} %" : "-";
        return $"{row.Name, -24} {seconds, 9:0.00} {NameOf(row.Yardstick), -11} {ratio, 9:0.000} {before, 9} {change, 8}";
    }

    private static string NameOf(Yardstick yardstick) => yardstick == Yardstick.Arithmetic ? "arithmetic" : "memory";

    private static string DefaultRecords() =>
        BundledAssets.TryFind("tests", "GpuCluster.Benchmarks") is { } folder
            ? Path.Combine(folder, "regress.csv")
            : throw new UnusableInputException("the folder of records is not above the program; name a file: --records FILE");

    private static IReadOnlyList<RegressRow> RowsOf(string? names)
    {
        if (names is null)
            return RegressRow.All;
        return
        [
            .. names
                .Split(',', StringSplitOptions.TrimEntries)
                .Select(name =>
                    RegressRow.All.FirstOrDefault(row => row.Name == name)
                    ?? throw new UnusableInputException(
                        $"--rows {name}: unknown; use {string.Join(", ", RegressRow.All.Select(row => row.Name))}"
                    )
                ),
        ];
    }
}
