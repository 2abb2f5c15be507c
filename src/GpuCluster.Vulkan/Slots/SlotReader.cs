using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;

namespace GpuCluster.Vulkan.Slots;

/// <summary>Reads slots as a frame would: on the device, after what the frame waits for. For tests of a machine. Frame thread.</summary>
public sealed class SlotReader : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly CommandRing _ring;
    private readonly ReadBackBuffer _back;
    private readonly int _count;

    /// <param name="device">The device of the slots. Outlives this.</param>
    /// <param name="count">n.</param>
    public SlotReader(VulkanDevice device, int count)
    {
        _device = device;
        _count = count;
        _ring = new CommandRing(device);
        _back = new ReadBackBuffer(device, (ulong)count * (ulong)Unsafe.SizeOf<Vector4>());
    }

    /// <summary>The n positions of a slot; valid until the next call.</summary>
    /// <param name="stream">The stream of the slot.</param>
    /// <param name="slot">The slot of its last take.</param>
    /// <param name="cancellation">Ends the waits.</param>
    public ReadOnlySpan<Vector4> Read(PositionStream stream, PositionSlot slot, CancellationToken cancellation)
    {
        // What the host maps is what is drawn.
        if (slot.Memory.Exported is null)
            return slot.Memory.Positions;

        IPositionSlotBuffer memory = (IPositionSlotBuffer)slot.Memory;
#pragma warning disable IDISP001 // The ring owns it.
        CommandFrame frame = _ring.Begin(cancellation);
#pragma warning restore IDISP001
        frame.Commands.Copy(memory.Handle, _back.Handle, _back.ByteLength);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
        ulong value = _ring.Submit(frame, after: memory.Written);
        stream.Submitted(slot, value);
        _device.TimelineSemaphore.Wait(value, cancellation);
        return _back.Read<Vector4>(_count);
    }

    public void Dispose()
    {
        _back.Dispose();
        _ring.Dispose();
    }
}
