using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Parity;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Tests.Parity;

public sealed class DeviceParityTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    public static TheoryData<string> One => TestDevices.One;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Every_default_kernel_passes(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        Assert.Null(ParityCheck.Run(device, [.. ParityStages.OfSearch(null), .. ParityStages.OfLayouts(null)]));
        DeviceRecord.Passed(device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Every_kernel_that_can_be_named_passes(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        foreach (string kernel in IlgpuUmapStepper.Kernels)
            DeviceParity.ThrowIfLayoutsAreWrong(device, kernel);
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void A_wrong_kernel_is_refused_by_name_and_by_how_much()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        ParityStage[] stages = [HalfSteps()];
        MachineFaultException refusal = Assert.Throws<MachineFaultException>(() => DeviceParity.ThrowIfWrong(device, stages));
        Assert.Contains("ilgpu-cpu", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("UMAP epoch (half steps): its result is off by ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_was_chosen_and_is_wrong_is_given_back_with_the_reason()
    {
        IlgpuDevice device = TestDevices.Open("2");
        Assert.Null(DeviceParity.Accept(device, [HalfSteps()], out string reason));
        Assert.Contains("failed its parity check: UMAP epoch (half steps): its result is off by ", reason, StringComparison.Ordinal);
        Assert.True(device.Accelerator.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(One))]
    [Trait("Needs", "Device")]
    public void A_device_that_was_chosen_and_is_right_stays_open(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        IlgpuDevice? kept = DeviceParity.Accept(device, out string reason);
        Assert.EndsWith("passed its parity check", reason, StringComparison.Ordinal);
        Assert.Same(device, kept);
        Assert.False(device.Accelerator.IsDisposed);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1.1e-4)]
    public void A_result_that_is_no_number_or_too_far_off_fails(double error)
    {
        using IlgpuDevice device = TestDevices.Open("2");
        Assert.NotNull(ParityCheck.Run(device, [new ParityStage("stage", 1e-4, _ => error)]));
        Assert.Null(ParityCheck.Run(device, [new ParityStage("stage", 1e-4, _ => 1e-4)]));
    }

    [Fact]
    public void A_kernel_that_fails_is_a_fault_with_its_message() =>
        Assert.Equal(
            new ParityFault("stage", "it fails: no such instruction"),
            ParityCheck.Run(null!, [new ParityStage("stage", 1, _ => throw new InvalidOperationException("no such instruction"))])
        );

    /// <summary>A kernel that is wrong: every step is half as long as it should be.</summary>
    private static ParityStage HalfSteps() =>
        new(
            "UMAP epoch (half steps)",
            KernelVariant.Rounding,
            device =>
            {
                KernelSize size = new(45, 3);
                using UmapEpochRun run = new(
                    size,
                    1,
                    UmapEpochRule.HeadsInSequence,
                    (graph, initial, options) =>
                        new IlgpuUmapStepper(graph, initial, options with { LearningRate = options.LearningRate / 2 }, device)
                );
                return run.MaxRelativeError();
            }
        );
}
