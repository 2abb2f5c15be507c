using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Slots;

/// <summary>
/// A position slot in exported device memory: a compute interface of the same device writes where the shader reads, ordered by two
/// timelines, and the host waits for neither. What the host writes instead (an earlier epoch, or every epoch where the import fails) goes
/// through an upload buffer, which is allocated then, and the frame copies it once.
/// </summary>
/// <remarks>
/// The wait for the writer's timeline makes its writes available and visible to the frame. Ownership is not moved between queue families:
/// the buffer is exclusive, and NVIDIA's samples of sharing with CUDA move none either.
/// </remarks>
public sealed class SharedSlotMemory : IPositionSlotBuffer
{
    private readonly VulkanDevice _device;
    private readonly BufferAllocation _allocation;
    private readonly TimelineSemaphore _writes;
    private readonly ExportedMemory _exported;
    private UploadBuffer? _upload;
    private bool _hasHostWrite;
    private ulong _hostWriteFollows;

    /// <summary>Allocates a slot of <paramref name="count"/> positions, of undefined content.</summary>
    /// <param name="device">Exports memory and timelines.</param>
    /// <param name="count">n.</param>
    /// <param name="refused">Receives why a compute interface could not import the memory; null for nothing.</param>
    public SharedSlotMemory(VulkanDevice device, int count, Action<string>? refused = null)
        : this(device, count, new TimelineSemaphore(device, isExported: true), refused) { }

    /// <param name="device">Exports memory.</param>
    /// <param name="count">n.</param>
    /// <param name="writes">Owned from now on.</param>
    /// <param name="refused">Receives why a compute interface could not import the memory; null for nothing.</param>
    internal SharedSlotMemory(VulkanDevice device, int count, TimelineSemaphore writes, Action<string>? refused)
    {
        (_device, _writes, Count) = (device, writes, count);
        try
        {
            _allocation = new BufferAllocation(
                device,
                Bytes,
                BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferDstBit | BufferUsageFlags.TransferSrcBit,
                MemoryPropertyFlags.None,
                MemoryPropertyFlags.DeviceLocalBit,
                isExported: true
            );
        }
        catch
        {
            writes.Dispose();
            throw;
        }

        _exported = new ExportedMemory((long)_allocation.AllocatedBytes, device.Physical.Identity, _allocation.Export)
        {
            Frames = device.TimelineSemaphore.Exported,
            Finished = device.TimelineSemaphore,
            Writes = writes.Exported,
            Refused = refused,
        };
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Buffer Handle => _allocation.Handle;

    /// <inheritdoc/>
    public ExportedMemory? Exported => _exported;

    /// <summary>The upload buffer, for the host.</summary>
    public Span<Vector4> Positions
    {
        get
        {
            _upload ??= new UploadBuffer(_device, Bytes);
            (_hasHostWrite, _hostWriteFollows) = (true, _exported.LastWrite);
            return _upload.Values<Vector4>(Count);
        }
    }

    /// <summary>The last write of the other interface, also before a copy of what the host wrote: both write the same memory.</summary>
    public TimelineWait Written => new(_writes, _exported.LastWrite);

    private ulong Bytes => (ulong)Count * (ulong)Unsafe.SizeOf<Vector4>();

    /// <inheritdoc/>
    public void Flush() => _upload?.Flush();

    /// <inheritdoc/>
    public void RecordUpload(in Commands commands)
    {
        // What the device wrote later counts.
        if (!_hasHostWrite || _hostWriteFollows != _exported.LastWrite || Count == 0)
            return;
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Copy(_upload!.Handle, Handle, Bytes);
        commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    /// <inheritdoc/>
    public void UploadSubmitted() => _hasHostWrite = false;

    /// <summary>Ends the import first, then frees the memory.</summary>
    public void Dispose()
    {
        _exported.Dispose();
        _upload?.Dispose();
        _allocation.Dispose();
        _writes.Dispose();
    }
}
