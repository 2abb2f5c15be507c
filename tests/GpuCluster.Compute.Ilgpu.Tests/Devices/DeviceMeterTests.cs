using System.Numerics;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Sharing;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>How often an epoch launches a kernel, and how often the host waits for it: counted where both go through.</summary>
public sealed class DeviceMeterTests : IDisposable
{
    private const int Count = 40;
    private readonly string _folder = Directory.CreateTempSubdirectory("slots").FullName;

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 6)]
    public void An_epoch_written_where_it_is_drawn_from_is_queued_and_never_waited_for(bool isTsne, int launches)
    {
        using FakeCudaDriver driver = new();
        using IlgpuDevice device = TestDevices.Open("2");
        IlgpuDevice sharing = device.WithSharing(driver, FakeCudaDriver.Stream);
        FakeFrames frames = new();
        using FakeSlot slot = new(_folder, 0, Count, frames, () => driver.Held == 0);
        using ILayoutStepper stepper = Stepper(isTsne, sharing);
        stepper.Step();
        stepper.WriteTo(slot);
        for (int epoch = 0; epoch < 5; epoch++)
        {
            (long launched, long waited) = (device.Meter.Launches, device.Meter.Waits);
            stepper.Step();
            stepper.WriteTo(slot);
            Assert.Equal(launches, device.Meter.Launches - launched);
            Assert.Equal(0, device.Meter.Waits - waited);
        }

        Assert.Equal(0, frames.HostWaits);
        long before = device.Meter.Waits;
        stepper.Finish();
        Assert.Equal(1, device.Meter.Waits - before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_epoch_that_goes_through_the_host_waits_once_when_it_is_read(bool isTsne)
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using ILayoutStepper stepper = Stepper(isTsne, device);
        long before = device.Meter.Waits;
        stepper.Step();
        stepper.Step();
        Assert.Equal(before, device.Meter.Waits);
        stepper.WriteTo(new HostPositions(new Vector4[Count]));
        Assert.Equal(before + 1, device.Meter.Waits);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ILayoutStepper Stepper(bool isTsne, IlgpuDevice device) =>
        isTsne
            ? new IlgpuTsneStepper(RingLayouts.Ring(Count), RingLayouts.Circle(Count, 2), new TsneOptions { Dims = 2, Epochs = 20 }, device)
            : new IlgpuUmapStepper(RingLayouts.Ring(Count), RingLayouts.Circle(Count, 3), new UmapOptions { Epochs = 20 }, device);
}
