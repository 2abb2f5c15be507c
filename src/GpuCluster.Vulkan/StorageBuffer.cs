using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan;

/// <summary>Memory that shaders read and write and the host never sees. Filled by copies and by shaders.</summary>
public sealed class StorageBuffer : IDisposable
{
    private readonly BufferAllocation _allocation;

    /// <summary>Allocates; the content is undefined.</summary>
    public StorageBuffer(VulkanDevice device, ulong byteLength) => _allocation = new BufferAllocation(
        device,
        byteLength,
        BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferDstBit | BufferUsageFlags.TransferSrcBit,
        MemoryPropertyFlags.None,
        MemoryPropertyFlags.DeviceLocalBit);

    /// <summary>The VkBuffer.</summary>
    public Buffer Handle => _allocation.Handle;

    /// <summary>Bytes.</summary>
    public ulong ByteLength => _allocation.ByteLength;

    /// <inheritdoc/>
    public void Dispose() => _allocation.Dispose();
}
