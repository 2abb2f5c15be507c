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
/// A position slot in device memory that the host maps for its whole life: the layout writes directly into the memory that the shader
/// reads. A submit makes all earlier host writes visible to the device, so no barrier is needed.
/// </summary>
public sealed unsafe class DirectSlotMemory : IPositionSlotBuffer
{
    private readonly BufferAllocation _allocation;

    /// <summary>Allocates a slot of <paramref name="count"/> positions, all zero.</summary>
    public DirectSlotMemory(VulkanDevice device, int count)
    {
        Count = count;
        _allocation = new BufferAllocation(
            device,
            (ulong)count * (ulong)Unsafe.SizeOf<Vector4>(),
            BufferUsageFlags.StorageBufferBit,
            MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit,
            MemoryPropertyFlags.DeviceLocalBit
        );
        Positions.Clear();
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Buffer Handle => _allocation.Handle;

    /// <inheritdoc/>
    public ExportedMemory? Exported => null;

    /// <inheritdoc/>
    public Span<Vector4> Positions => new(_allocation.Mapped, Count);

    /// <inheritdoc/>
    public void Flush()
    {
        // The memory is coherent.
    }

    /// <inheritdoc/>
    public void RecordUpload(in Commands commands)
    {
        // The host wrote where the shader reads.
    }

    /// <inheritdoc/>
    public void UploadSubmitted()
    {
        // Nothing was recorded.
    }

    /// <inheritdoc/>
    public void Dispose() => _allocation.Dispose();
}
