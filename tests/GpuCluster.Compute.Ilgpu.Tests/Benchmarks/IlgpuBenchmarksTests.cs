using GpuCluster.Compute.Ilgpu.Benchmarks;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Compute.Ilgpu.Tests.Benchmarks;

/// <summary>Every variant that the benchmark runner times on a device gives the right result there.</summary>
public sealed class IlgpuBenchmarksTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    public static TheoryData<string> One => TestDevices.One;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Every_variant_agrees_with_the_reference(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        IReadOnlyList<KernelVariant> variants = IlgpuBenchmarks.Variants(device);
        Assert.Distinct(variants.Select(variant => $"{variant.Bench}: {variant.Kernel}, {variant.Variant}"));
        foreach (KernelVariant variant in variants)
        {
            foreach (KernelSize size in SizesOf(variant.Bench))
            {
                using IKernelRun run = variant.Prepare(size, 7);
                run.Run(TestContext.Current.CancellationToken);
                double error = run.MaxRelativeError();
                Assert.True(error <= MaxErrorOf(variant), $"{variant.Kernel}, {variant.Variant}, {size}: {error}");
            }
        }
        DeviceRecord.Passed(device);
    }

    [Theory]
    [MemberData(nameof(One))]
    [Trait("Needs", "Device")]
    public void Peaks_are_rates(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        DevicePeaks peaks = IlgpuPeaks.Measure(device, TestContext.Current.CancellationToken);
        Assert.True(peaks is { Gflops: > 0, GbPerSecond: > 0 });
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void A_borrowed_device_leaves_its_owner_open()
    {
        using IlgpuDevice device = TestDevices.Open("4");
        device.With(LaunchShape.Simulator).Dispose();
        Assert.NotEmpty(IlgpuBenchmarks.Variants(device));
        using IKernelRun run = IlgpuBenchmarks.Variants(device)[0].Prepare(new KernelSize(20, 3), 1);
        run.Run(TestContext.Current.CancellationToken);
    }

    /// <summary>Rounding; points of an epoch of UMAP that lie close together magnify it.</summary>
    private static double MaxErrorOf(KernelVariant variant) => variant.Bench == "umap" ? KernelVariant.Rounding : 1e-5;

    private static KernelSize[] SizesOf(string bench) =>
        bench is "umap" or "tsne" or "stream" ? [new(2, 2), new(70, 2), new(61, 3)] : [new(2, 1), new(45, 19)];
}
