using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;

namespace GpuCluster.Vulkan.Tests.Devices;

public sealed class TimelineSemaphoreTests
{
    [Fact]
    public void Values_rise_by_one_with_each_submit_and_are_reached()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        TimelineSemaphore timeline = gpu.Device.TimelineSemaphore;
        Assert.Equal((0ul, 0ul), (timeline.Submitted, timeline.Completed));
        for (ulong expected = 1; expected <= 20; expected++)
            Assert.Equal(expected, ring.Submit(ring.Begin(TestContext.Current.CancellationToken)));
        timeline.Wait(20, TestContext.Current.CancellationToken);
        Assert.Equal((20ul, 20ul), (timeline.Submitted, timeline.Completed));
    }

    [Fact]
    public void A_value_that_nobody_submitted_is_refused_instead_of_waited_for()
    {
        using ValidatedDevice gpu = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => gpu.Device.TimelineSemaphore.Wait(1, CancellationToken.None));
    }

    [Fact]
    public void A_wait_can_be_cancelled_while_the_device_works()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        using StorageBuffer buffer = new(gpu.Device, 64 << 20);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        // Some seconds of work for a processor; a fast GPU is done before anyone cancels, and then the wait just ends.
        for (uint i = 0; i < 100; i++)
        {
            frame.Commands.Fill(buffer.Handle, buffer.ByteLength, i);
            frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferWrite);
        }
        ulong value = ring.Submit(frame);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(20));
        Exception? thrown = Record.Exception(() => gpu.Device.TimelineSemaphore.Wait(value, cancel.Token));
        Assert.True(thrown is OperationCanceledException || gpu.Device.TimelineSemaphore.Completed == value);
        gpu.Device.TimelineSemaphore.Wait(value, CancellationToken.None);
    }

    [Fact]
    public void An_object_retires_after_the_frame_that_is_being_recorded()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        Retired retired = new();
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        gpu.Device.Retirement.Add(retired);
        gpu.Device.Retirement.Collect();
        Assert.False(retired.IsDisposed);
        gpu.Device.TimelineSemaphore.Wait(ring.Submit(frame), CancellationToken.None);
        Assert.False(retired.IsDisposed);
        gpu.Device.Retirement.Collect();
        Assert.True(retired.IsDisposed);
    }

    private sealed class Retired : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
