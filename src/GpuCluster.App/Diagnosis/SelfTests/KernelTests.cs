using GpuCluster.App.Benchmarks;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Parity;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>
/// Every kernel on every device, on a few dozen samples, against a reference in double precision; and the roofline of each device.
/// </summary>
internal static class KernelTests
{
    /// <summary>Not a multiple of any group or register size.</summary>
    private const int Samples = 45;

    private const int Features = 19;
    private const int Images = 2;
    private const int ImageSide = 48;
    private const int DrawnPoints = 2000;

    /// <summary>Runs them, the host first.</summary>
    public static IEnumerable<SelfTestRow> Run(SelfTestScope scope)
    {
        IReadOnlyList<BenchmarkDevice> devices = BenchmarkDevice.Open([], draws: true, scope.Threads, scope.Progress);
        try
        {
            bool hasDevice = devices.Any(device => device is { IsSimulated: false, HasPeaks: true } && device.Selector != "host");
            foreach (BenchmarkDevice device in devices)
            {
                foreach (SelfTestRow row in On(device, isLeftOut: device.IsSimulated && scope.IsQuick && hasDevice, scope))
                    yield return row;
            }
        }
        finally
        {
            foreach (BenchmarkDevice device in devices)
                device.Dispose();
        }
    }

    private static IEnumerable<SelfTestRow> On(BenchmarkDevice device, bool isLeftOut, SelfTestScope scope)
    {
        if (isLeftOut)
        {
            yield return SelfTestRow.Skipped($"kernels on {device.Selector}", "a device is here, and --quick leaves out the simulator");
            yield break;
        }

        KernelVariant[] variants = scope.IsQuick
            ? [.. device.Variants.DistinctBy(variant => (variant.Bench, variant.Kernel))]
            : [.. device.Variants];
        scope.Progress.Begin($"kernels on {device.Selector}", $"{variants.Length} kernels");
        for (int i = 0; i < variants.Length; i++)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            yield return Test(device, variants[i], scope.Cancellation);
            scope.Progress.Report((i + 1.0) / variants.Length);
        }

        if (device.Ilgpu is { } compute)
        {
            foreach (SelfTestRow row in Parity(compute, scope.Cancellation))
                yield return row;
        }

        if (device.HasPeaks)
            yield return Roofline(device, scope.Cancellation);
    }

    private static SelfTestRow Test(BenchmarkDevice device, KernelVariant variant, CancellationToken cancellation)
    {
        string name = $"{variant.Bench} {variant.Kernel}, {variant.Variant}, on {device.Selector}";
        return SelfTestRow.Run(
            name,
            () =>
            {
                using IKernelRun run = variant.Prepare(SizeOf(variant), SelfTestScope.Seed);
                run.Run(cancellation);
                return SelfTestRow.Compared(name, run.MaxRelativeError(), variant.MaxError);
            }
        );
    }

    private static IEnumerable<SelfTestRow> Parity(IlgpuDevice device, CancellationToken cancellation)
    {
        foreach (StageParity stage in DeviceParity.CheckAll(device))
        {
            cancellation.ThrowIfCancellationRequested();
            // "UMAP epoch (vertex-serial)": the kernels need no place in the name.
            string[] parts = stage.Stage.Split(" (", 2);
            string name = $"{parts[0]} on {device.Info.Selector}";
            SelfTestRow row = stage.Fault is { } fault
                ? new SelfTestRow(name, SelfTestState.Failed, fault)
                : SelfTestRow.Compared(name, stage.Error, stage.Allowed, parts[^1].TrimEnd(')'));
            yield return row with
            {
                Milliseconds = stage.Milliseconds,
            };
        }
    }

    private static SelfTestRow Roofline(BenchmarkDevice device, CancellationToken cancellation)
    {
        string name = $"roofline of {device.Selector}";
        return SelfTestRow.Run(
            name,
            () =>
            {
                DevicePeaks peaks = device.MeasurePeaks(cancellation);
                return peaks is { Gflops: > 0, GbPerSecond: > 0 }
                    ? new SelfTestRow(
                        name,
                        SelfTestState.Passed,
                        $"{peaks.Gflops:0.#} GFLOP/s in registers, {peaks.GbPerSecond:0.#} GB/s from memory"
                    )
                    : throw new MachineFaultException("no rate could be measured");
            }
        );
    }

    private static KernelSize SizeOf(KernelVariant variant) =>
        variant.Bench switch
        {
            "knn" or "similarity" => new KernelSize(Samples, Features),
            "embed" => new KernelSize(Images, ImageSide),
            "render" => new KernelSize(DrawnPoints, 3),
            _ => new KernelSize(Samples, 3),
        };
}
