using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.Benchmarks;

/// <summary>What a benchmark of kernels is asked for, and how it is run from a command line.</summary>
internal static class BenchmarkOptions
{
    private static readonly Option<string?> N = new("--n")
    {
        HelpName = "N,…",
        Description = "Samples, several sizes with commas between.",
    };
    private static readonly Option<string?> D = new("--d") { HelpName = "D,…", Description = "Features, several with commas between." };
    private static readonly Option<string?> Devices = new("--devices")
    {
        HelpName = "D,…",
        Description = "host, ilgpu-cpu, opencl[:I], cuda[:I], vulkan, with commas between (default: all that are here).",
    };
    private static readonly Option<string[]> Outputs = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write a report as .html, .csv or .json; may be given several times.",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>How many times to take the median of.</summary>
    public static readonly Option<int> Runs = new("--runs")
    {
        HelpName = "R",
        DefaultValueFactory = _ => 5,
        Description = "Runs to take the median of, after those to warm up (default 5).",
    };

    /// <summary>Adds the group.</summary>
    public static void AddTo(Command command) => OptionGroups.Add(command, [N, D, Devices, Outputs, Runs]);

    /// <summary>Runs every variant and reports.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="context">Where output goes.</param>
    /// <param name="bench">The benchmark's name.</param>
    /// <param name="sizes">Where --n and --d say nothing.</param>
    public static void Run(ParseResult result, RunContext context, string bench, BenchSizes sizes)
    {
        int[]? wantedN = ReadN(result),
            wantedD = sizes.CheckD(Numbers("--d", result.GetValue(D), 1));
        Write(
            result,
            context,
            Measure(
                result,
                context,
                bench,
                sizes.Draws,
                device =>
                {
                    KernelVariant[] variants = [.. device.Variants.Where(variant => variant.Bench == bench)];
                    return
                    [
                        .. from n in wantedN ?? (device.IsSimulated ? sizes.SimulatedN : sizes.N)
                        from d in wantedD ?? (device.IsSimulated ? sizes.SimulatedD : sizes.D)
                        from variant in variants
                        select new KernelTrial(variant, new KernelSize(n, d)),
                    ];
                }
            )
        );
    }

    /// <summary>The samples that are wanted, or null where nothing was said.</summary>
    public static int[]? ReadN(ParseResult result) => Numbers("--n", result.GetValue(N), 2);

    /// <summary>Refuses sizes where something else says them.</summary>
    /// <exception cref="UnusableInputException">One was given.</exception>
    public static void RefuseSizes(ParseResult result, bool hasData)
    {
        if (hasData && result.GetValue(N) is { } n)
            throw new UnusableInputException($"--n {n}: the data says how many samples there are; leave it out, or take fewer by --limit");

        if (result.GetValue(D) is { } d)
            throw new UnusableInputException($"--d {d}: the model says how many features there are; leave it out");
    }

    /// <summary>Opens the devices, runs trials on them and closes them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="bench">The benchmark's name.</param>
    /// <param name="draws">Whether the device that draws has kernels of it.</param>
    /// <param name="trials">What to run on a device.</param>
    public static BenchmarkResult Measure(
        ParseResult result,
        RunContext context,
        string bench,
        bool draws,
        Func<BenchmarkDevice, IReadOnlyList<KernelTrial>> trials
    )
    {
        int runs = CommonOptions.AtLeast("--runs", result.GetValue(Runs), 1, "runs");
        int threads = CommonOptions.ThreadsOf(result);
        Array.ForEach(result.GetValue(Outputs) ?? [], BenchmarkFiles.Check);
        string[] selectors =
            result.GetValue(Devices)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        IReadOnlyList<BenchmarkDevice> devices = BenchmarkDevice.Open(selectors, draws, threads, context.Progress);
        try
        {
            return BenchmarkRun.Measure(
                bench,
                devices,
                trials,
                runs,
                result.GetValue(CommonOptions.Seed),
                context.Progress,
                context.Cancellation
            );
        }
        finally
        {
            foreach (BenchmarkDevice device in devices)
                device.Dispose();
        }
    }

    /// <summary>Writes the reports that are wanted, then the numbers.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="context">Where output goes.</param>
    /// <param name="measured">What was found.</param>
    /// <param name="more">What --json adds, or null.</param>
    public static void Write(ParseResult result, RunContext context, BenchmarkResult measured, JsonObject? more = null)
    {
        string[] outputs = result.GetValue(Outputs) ?? [];
        foreach (string path in outputs)
            BenchmarkFiles.Write(path, measured, context.Cancellation);

        context.Progress.Finish();
        if (context.Json)
        {
            JsonObject json = BenchmarkFiles.ToJson(measured);
            foreach ((string name, JsonNode? value) in more ?? [])
                json[name] = value?.DeepClone();

            JsonLine.Write(context.Out, json);
            return;
        }

        foreach ((_, string description, DevicePeaks? peaks) in measured.Devices)
        {
            context.Out.WriteLine(
                peaks is { } known
                    ? $"{description}: {known.Gflops:0.0} GFLOP/s in registers, {known.GbPerSecond:0.0} GB/s from memory"
                    : description
            );
        }

        foreach (BenchmarkRow row in measured.Rows)
        {
            string rate = row.Gflops is { } gflops ? $"{gflops, 9:0.00} GFLOP/s" : new string(' ', 17);
            context.Out.WriteLine(
                $"{row.Device, -10} {row.Kernel, -16} {row.Variant, -26} {row.Size.N, 8} x {row.Size.D, -5} "
                    + $"{row.Milliseconds, 11:0.0000} ms {rate} {row.GbPerSecond, 8:0.00} GB/s "
                    + $"{(row.ShareOfPeak is { } of ? $"{of, 8:0.0 %} of peak, " : "")}error {row.MaxRelativeError:0.0e0}"
            );
        }

        foreach (string path in outputs)
            context.Out.WriteLine($"wrote {path}");
    }

    private static int[]? Numbers(string option, string? text, int min) =>
        text
            ?.Split(',', StringSplitOptions.TrimEntries)
            .Select(part =>
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min
                    ? number
                    : throw new UnusableInputException($"{option} {text}: give whole numbers from {min} on, with commas between")
            )
            .ToArray();
}
