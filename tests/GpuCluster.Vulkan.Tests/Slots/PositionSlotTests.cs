using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Submission;

namespace GpuCluster.Vulkan.Tests.Slots;

public sealed class PositionSlotTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void A_staged_slot_brings_what_the_host_wrote_to_the_device(int count)
    {
        using ValidatedDevice gpu = new();
        using StagedSlotMemory slot = new(gpu.Device, count);
        using CommandRing ring = new(gpu.Device);
        using ReadBackBuffer back = new(gpu.Device, (ulong)Math.Max(1, count) * 16);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            for (int i = 0; i < count; i++)
                slot.Positions[i] = new Vector4(i, epoch, -i, 0.5f);
            slot.Flush();
            CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
            slot.RecordUpload(frame.Commands);
            if (count > 0)
            {
                frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferRead.And(Access.TransferWrite));
                frame.Commands.Copy(slot.Handle, back.Handle, (ulong)count * 16);
            }
            frame.Commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
            gpu.Device.TimelineSemaphore.Wait(ring.Submit(frame), TestContext.Current.CancellationToken);
            slot.UploadSubmitted();
            Assert.Equal(slot.Positions.ToArray(), back.Read<Vector4>(count).ToArray());
        }
    }

    [Fact]
    public void A_stream_gets_three_slots_that_start_at_zero()
    {
        using ValidatedDevice gpu = new();
        IReadOnlyList<IPositionSlotMemory> slots = PositionSlots.Allocate(gpu.Device, 77);
        using PositionStream stream = new(slots, gpu.Device.TimelineSemaphore);
        Assert.Equal(3, slots.Count);
        Assert.All(slots, slot => Assert.Equal(new Vector4[77], slot.Positions.ToArray()));
        Assert.All(slots, slot => Assert.IsAssignableFrom<IPositionSlotBuffer>(slot));
    }
}
