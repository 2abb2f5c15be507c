using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Memory;

/// <summary>Memory for shaders that the host cannot access. Filled by copies and by shaders.</summary>
public sealed unsafe class StorageBuffer : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly BufferAllocation _allocation;

    /// <summary>Allocates; the content is undefined.</summary>
    /// <param name="device">The device.</param>
    /// <param name="byteLength">Bytes.</param>
    /// <param name="texel">What a texel is, where shaders also fetch from the buffer as from an image; else undefined.</param>
    public StorageBuffer(VulkanDevice device, ulong byteLength, Format texel = Format.Undefined)
    {
        _device = device;
        _allocation = new BufferAllocation(
            device,
            byteLength,
            BufferUsageFlags.StorageBufferBit
                | BufferUsageFlags.TransferDstBit
                | BufferUsageFlags.TransferSrcBit
                | (texel == Format.Undefined ? BufferUsageFlags.None : BufferUsageFlags.UniformTexelBufferBit),
            MemoryPropertyFlags.None,
            MemoryPropertyFlags.DeviceLocalBit
        );
        if (texel == Format.Undefined)
        {
            device.Parts.Add(this);
            return;
        }

        BufferViewCreateInfo info = new()
        {
            SType = StructureType.BufferViewCreateInfo,
            Buffer = Handle,
            Format = texel,
            Range = Vk.WholeSize,
        };
        BufferView view;
        device.Api.CreateBufferView(device.Handle, &info, null, &view).ThrowOnError();
        Texels = view;
        device.Parts.Add(this);
    }

    /// <summary>The VkBuffer.</summary>
    public Buffer Handle => _allocation.Handle;

    /// <summary>Bytes.</summary>
    public ulong ByteLength => _allocation.ByteLength;

    /// <summary>The VkBufferView of all of it, where a texel format was given.</summary>
    internal BufferView Texels { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            _device.Api.DestroyBufferView(_device.Handle, Texels, null);
        _allocation.Dispose();
    }
}
