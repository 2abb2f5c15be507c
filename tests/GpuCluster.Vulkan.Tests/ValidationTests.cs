using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;

namespace GpuCluster.Vulkan.Tests;

/// <summary>The other tests trust silence. These see to it that a mistake would be told.</summary>
public sealed class ValidationTests
{
    [Fact]
    public void A_missing_barrier_is_told()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        using StorageBuffer buffer = new(gpu.Device, 256);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        frame.Commands.Fill(buffer.Handle, 256, 1);
        frame.Commands.Fill(buffer.Handle, 256, 2);
        gpu.Device.TimelineSemaphore.Wait(ring.Submit(frame), TestContext.Current.CancellationToken);
        Assert.Contains(gpu.TakeMessages(), message => message.IsError && message.Id == "SYNC-HAZARD-WRITE-AFTER-WRITE");
    }

    [Fact]
    public void A_broken_rule_of_the_core_is_told()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        using StorageBuffer buffer = new(gpu.Device, 256);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        // The size of a fill is a multiple of 4.
        frame.Commands.Fill(buffer.Handle, 6, 1);
        Assert.Contains(
            gpu.TakeMessages(),
            message => message.IsError && message.Id.StartsWith("VUID-vkCmdFillBuffer-size", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_correct_program_is_silent()
    {
        using ValidatedDevice gpu = new();
        using CommandRing ring = new(gpu.Device);
        using StorageBuffer buffer = new(gpu.Device, 256);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        frame.Commands.Fill(buffer.Handle, 256, 1);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferWrite);
        frame.Commands.Fill(buffer.Handle, 256, 2);
        gpu.Device.TimelineSemaphore.Wait(ring.Submit(frame), TestContext.Current.CancellationToken);
        Assert.Empty(gpu.TakeMessages());
    }
}
