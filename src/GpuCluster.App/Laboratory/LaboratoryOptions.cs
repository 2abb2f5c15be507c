using System.CommandLine;
using System.Globalization;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Laboratory;

namespace GpuCluster.App.Laboratory;

/// <summary>What a laboratory benchmark is asked for, and how it is run from a command line.</summary>
internal static class LaboratoryOptions
{
    private static readonly Option<string?> N = new("--n") { HelpName = "N,…", Description = "Samples, several sizes with commas between." };
    private static readonly Option<string?> D = new("--d") { HelpName = "D,…", Description = "Features, several with commas between." };
    private static readonly Option<string?> Devices = new("--devices") { HelpName = "D,…", Description = "host, ilgpu-cpu, opencl[:I], cuda[:I], vulkan, with commas between (default: all that are here)." };
    private static readonly Option<string[]> Outputs = new("--output", "-o") { HelpName = "FILE", Description = "Write a report as .html, .csv or .json; may be given several times.", AllowMultipleArgumentsPerToken = false };

    /// <summary>How many times to take the median of.</summary>
    public static readonly Option<int> Runs = new("--runs") { HelpName = "R", DefaultValueFactory = _ => 5, Description = "Runs to take the median of, after those to warm up (default 5)." };

    /// <summary>Adds the group.</summary>
    public static void AddTo(Command command) => OptionGroups.Add(command, [N, D, Devices, Outputs, Runs]);

    /// <summary>Runs every variant and reports.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="context">Where output goes.</param>
    /// <param name="bench">The benchmark's name.</param>
    /// <param name="sizes">Where --n and --d say nothing.</param>
    public static void Run(ParseResult result, RunContext context, string bench, BenchSizes sizes)
    {
        int runs = CommonOptions.AtLeast("--runs", result.GetValue(Runs), 1, "runs");
        int threads = CommonOptions.ThreadsOf(result);
        int[]? wantedN = Numbers("--n", result.GetValue(N), 2), wantedD = sizes.CheckD(Numbers("--d", result.GetValue(D), 1));
        string[] outputs = result.GetValue(Outputs) ?? [];
        Array.ForEach(outputs, LaboratoryFiles.Check);
        string[] selectors = result.GetValue(Devices)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        IReadOnlyList<LaboratoryDevice> devices = LaboratoryDevice.Open(selectors, sizes.Draws, threads, context.Progress);
        LaboratoryResult measured;
        try
        {
            measured = LaboratoryRun.Measure(
                bench,
                devices,
                device => Sizes(wantedN ?? (device.IsSimulated ? sizes.SimulatedN : sizes.N), wantedD ?? (device.IsSimulated ? sizes.SimulatedD : sizes.D)),
                runs,
                result.GetValue(CommonOptions.Seed),
                context.Progress,
                context.Cancellation);
        }
        finally
        {
            foreach (LaboratoryDevice device in devices)
            {
                device.Dispose();
            }
        }

        foreach (string path in outputs)
        {
            LaboratoryFiles.Write(path, measured, context.Cancellation);
        }

        context.Progress.Finish();
        Write(context, measured, outputs);
    }

    private static void Write(RunContext context, LaboratoryResult measured, string[] outputs)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Out, LaboratoryFiles.ToJson(measured));
            return;
        }

        foreach ((_, string description, DevicePeaks? peaks) in measured.Devices)
        {
            context.Out.WriteLine(peaks is { } known ? $"{description}: {known.Gflops:0.0} GFLOP/s in registers, {known.GbPerSecond:0.0} GB/s from memory" : description);
        }

        foreach (LaboratoryRow row in measured.Rows)
        {
            string rate = row.Gflops is { } gflops ? $"{gflops,9:0.00} GFLOP/s" : new string(' ', 17);
            context.Out.WriteLine($"{row.Device,-10} {row.Kernel,-12} {row.Variant,-36} {row.Size.N,8} x {row.Size.D,-5} {row.Milliseconds,11:0.0000} ms {rate} {row.GbPerSecond,8:0.00} GB/s {(row.ShareOfPeak is { } of ? $"{of,8:0.0 %} of peak, " : "")}error {row.MaxRelativeError:0.0e0}");
        }

        foreach (string path in outputs)
        {
            context.Out.WriteLine($"wrote {path}");
        }
    }

    private static IReadOnlyList<KernelSize> Sizes(int[] n, int[] d) => [.. n.SelectMany(rows => d.Select(columns => new KernelSize(rows, columns)))];

    private static int[]? Numbers(string option, string? text, int least) => text?.Split(',', StringSplitOptions.TrimEntries).Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new UnusableInputException($"{option} {text}: give whole numbers from {least} on, with commas between")).ToArray();
}
