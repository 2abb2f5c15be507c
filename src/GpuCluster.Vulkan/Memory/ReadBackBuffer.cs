using GpuCluster.Vulkan.Devices;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Memory;

/// <summary>Memory that the device copies into and the host reads.</summary>
public sealed unsafe class ReadBackBuffer : IDisposable
{
    private readonly BufferAllocation _allocation;

    /// <summary>Allocates and maps for its whole life; cached where possible, as the host reads uncached memory slowly.</summary>
    public ReadBackBuffer(VulkanDevice device, ulong byteLength) =>
        _allocation = new BufferAllocation(
            device,
            byteLength,
            BufferUsageFlags.TransferDstBit,
            MemoryPropertyFlags.HostVisibleBit,
            MemoryPropertyFlags.HostCachedBit
        );

    /// <summary>The VkBuffer.</summary>
    public Buffer Handle => _allocation.Handle;

    /// <summary>Bytes.</summary>
    public ulong ByteLength => _allocation.ByteLength;

    /// <summary>The content that the device wrote; valid once its submit, which ends with a barrier to the host, has finished.</summary>
    public ReadOnlySpan<T> Read<T>(int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count * (ulong)sizeof(T), ByteLength, nameof(count));
        _allocation.Invalidate();
        return new ReadOnlySpan<T>(_allocation.Mapped, count);
    }

    /// <inheritdoc/>
    public void Dispose() => _allocation.Dispose();
}
