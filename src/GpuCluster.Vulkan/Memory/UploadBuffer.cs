using GpuCluster.Vulkan.Devices;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Memory;

/// <summary>Memory that the host writes and the device copies from. Slow for the host to read.</summary>
public sealed unsafe class UploadBuffer : IDisposable
{
    private readonly BufferAllocation _allocation;

    /// <summary>Allocates and maps for its whole life.</summary>
    public UploadBuffer(VulkanDevice device, ulong byteLength) =>
        _allocation = new BufferAllocation(
            device,
            byteLength,
            BufferUsageFlags.TransferSrcBit,
            MemoryPropertyFlags.HostVisibleBit,
            MemoryPropertyFlags.HostCoherentBit
        );

    /// <summary>The VkBuffer.</summary>
    public Buffer Handle => _allocation.Handle;

    /// <summary>Bytes.</summary>
    public ulong ByteLength => _allocation.ByteLength;

    /// <summary>The mapped memory, as values of <typeparamref name="T"/>.</summary>
    public Span<T> Values<T>(int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count * (ulong)sizeof(T), ByteLength, nameof(count));
        return new Span<T>(_allocation.Mapped, count);
    }

    /// <summary>Makes what the host wrote visible to the next submit.</summary>
    public void Flush() => _allocation.Flush();

    /// <inheritdoc/>
    public void Dispose() => _allocation.Dispose();
}
