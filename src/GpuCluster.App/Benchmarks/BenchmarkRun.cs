using GpuCluster.App.Devices;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.App.Benchmarks;

/// <summary>Runs every variant of a benchmark on every device at every size, and checks each result before its time is told.</summary>
internal static class BenchmarkRun
{
    /// <summary>One time spans as many runs as take so long, so that the clock's grain does not show.</summary>
    private const double MinMilliseconds = 2;

    /// <summary>A run that takes so long needs no more warming up than the two that say so.</summary>
    private const double LongMilliseconds = 1000;

    /// <summary>Measures.</summary>
    /// <param name="bench">Name of the benchmark.</param>
    /// <param name="devices">Where.</param>
    /// <param name="trials">What to run on a device, in this order; a device with nothing is left out.</param>
    /// <param name="runs">Times to take the median of.</param>
    /// <param name="seed">Seed of the data.</param>
    /// <param name="progress">Told which device runs.</param>
    /// <param name="cancellation">Stops between runs.</param>
    /// <exception cref="UnusableInputException">No device has kernels of this benchmark.</exception>
    /// <exception cref="MachineFaultException">A kernel's result is wrong.</exception>
    public static BenchmarkResult Measure(
        string bench,
        IReadOnlyList<BenchmarkDevice> devices,
        Func<BenchmarkDevice, IReadOnlyList<KernelTrial>> trials,
        int runs,
        ulong seed,
        IRunProgress progress,
        CancellationToken cancellation
    )
    {
        List<BenchmarkRow> rows = [];
        List<(string, string, DevicePeaks?)> measured = [];
        foreach (BenchmarkDevice device in devices)
        {
            IReadOnlyList<KernelTrial> wanted = trials(device);
            if (wanted.Count == 0)
                continue;

            DevicePeaks? peaks = Peaks(device, progress, cancellation);
            KernelTrial[] fitting = [.. wanted.Where(trial => !device.IsTooLarge(trial.Size))];
            if (fitting.Length < wanted.Count)
                progress.Warn($"{device.Selector}: sizes with n² d above four million are left out, as a simulator would take minutes");

            List<BenchmarkRow> found = [];
            progress.Begin($"{bench} on {device.Selector}", $"{fitting.Length} trials");
            foreach (KernelTrial trial in fitting)
            {
                found.Add(Row(device, trial, runs, seed, cancellation));
                progress.Report((double)found.Count / fitting.Length);
            }

            // Once before and once after: what else ran on the machine meanwhile may have disturbed one of them.
            peaks = peaks is { } before && Peaks(device, progress, cancellation) is { } after ? before.Best(after) : peaks;
            measured.Add((device.Selector, device.Description, peaks));
            rows.AddRange(
                found.Select(row =>
                    row with
                    {
                        ShareOfPeak = double.IsNaN(row.Operations) ? null : peaks?.ShareOf(row.Operations, row.Bytes, row.Milliseconds),
                    }
                )
            );
        }

        if (measured.Count == 0)
        {
            throw new UnusableInputException(
                $"bench {bench}: no kernels on {string.Join(", ", devices.Select(device => device.Selector))}; bench list names those "
                    + "of each device"
            );
        }

        return new BenchmarkResult(bench, HostMachine.Here(), runs, seed, measured, rows);
    }

    private static DevicePeaks? Peaks(BenchmarkDevice device, IRunProgress progress, CancellationToken cancellation)
    {
        if (!device.HasPeaks)
            return null;

        progress.Begin($"peaks of {device.Selector}", "multiply-adds in registers, reading memory");
        return device.MeasurePeaks(cancellation);
    }

    /// <summary>What a trial did; its share of a peak is told when the peak is known.</summary>
    private static BenchmarkRow Row(BenchmarkDevice device, KernelTrial trial, int runs, ulong seed, CancellationToken cancellation)
    {
        (KernelVariant variant, KernelSize size) = trial;
        using IKernelRun run = variant.Prepare(size, seed);

        // The first run loads and compiles; the second says how often to repeat.
        double once = Timings.Measure(1, 1, _ => run.Run(cancellation), cancellation).Median;
        int repeats = (int)Math.Clamp(Math.Ceiling(MinMilliseconds / Math.Max(once, 1e-6)), 1, 100_000);
        double milliseconds =
            Timings
                .Measure(
                    once < LongMilliseconds ? 1 : 0,
                    runs,
                    _ =>
                    {
                        for (int repeat = 0; repeat < repeats; repeat++)
                            run.Run(cancellation);
                    },
                    cancellation
                )
                .Median / repeats;
        double error = run.MaxRelativeError();
        return error <= variant.MaxError
            ? new BenchmarkRow(
                device.Selector,
                variant.Kernel,
                variant.Variant,
                size,
                milliseconds,
                run.Operations,
                run.Bytes,
                ShareOfPeak: null,
                error
            )
            : throw new MachineFaultException(
                $"{variant.Kernel}, {variant.Variant}, on {device.Selector} at {size.N} x {size.D}: its result is {error:0.###e0} off "
                    + "the reference"
            );
    }
}
