using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Microsoft.Win32.SafeHandles;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Memory;

/// <summary>
/// A VkBuffer with memory of its own, mapped for its whole life where the host may see it. The public buffer types define who may read and
/// who may write.
/// </summary>
internal sealed unsafe class BufferAllocation : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly DeviceMemory _memory;
    private readonly bool _isCoherent;

    /// <param name="device">Outlives this.</param>
    /// <param name="byteLength">Bytes.</param>
    /// <param name="usage">What the buffer is for.</param>
    /// <param name="required">What its memory has to be; mapped if the host may see it.</param>
    /// <param name="preferred">What its memory is if possible.</param>
    /// <param name="isExported">Whether other interfaces can import the memory; the device has to export memory.</param>
    public BufferAllocation(
        VulkanDevice device,
        ulong byteLength,
        BufferUsageFlags usage,
        MemoryPropertyFlags required,
        MemoryPropertyFlags preferred,
        bool isExported = false
    )
    {
        _device = device;
        // Vulkan has no empty buffers; a cloud of no points still binds one.
        ByteLength = Math.Max(16, byteLength);
        Vk vk = device.Api;
        ExternalMemoryBufferCreateInfo external = new()
        {
            SType = StructureType.ExternalMemoryBufferCreateInfo,
            HandleTypes = ExternalHandles.Memory,
        };
        BufferCreateInfo info = new()
        {
            SType = StructureType.BufferCreateInfo,
            PNext = isExported ? &external : null,
            Size = ByteLength,
            Usage = usage,
            SharingMode = SharingMode.Exclusive,
        };
        Buffer handle;
        vk.CreateBuffer(device.Handle, &info, null, &handle).ThrowOnError();
        Handle = handle;
        try
        {
            MemoryRequirements needs;
            vk.GetBufferMemoryRequirements(device.Handle, handle, &needs);
            uint type = device.MemoryTypes.Choose(needs.MemoryTypeBits, required, preferred);
            // Memory of this buffer alone, which some drivers require of exported memory; importers state it too.
            MemoryDedicatedAllocateInfo dedicated = new() { SType = StructureType.MemoryDedicatedAllocateInfo, Buffer = handle };
            ExportMemoryAllocateInfo export = new()
            {
                SType = StructureType.ExportMemoryAllocateInfo,
                PNext = &dedicated,
                HandleTypes = ExternalHandles.Memory,
            };
            MemoryAllocateInfo allocate = new()
            {
                SType = StructureType.MemoryAllocateInfo,
                PNext = isExported ? &export : null,
                AllocationSize = needs.Size,
                MemoryTypeIndex = type,
            };
            DeviceMemory memory;
            vk.AllocateMemory(device.Handle, &allocate, null, &memory).ThrowOnError();
            _memory = memory;
            AllocatedBytes = needs.Size;
            vk.BindBufferMemory(device.Handle, handle, memory, 0).ThrowOnError();
            MemoryPropertyFlags flags = device.MemoryTypes[type];
            _isCoherent = flags.HasFlag(MemoryPropertyFlags.HostCoherentBit);
            if (required.HasFlag(MemoryPropertyFlags.HostVisibleBit))
            {
                void* mapped;
                vk.MapMemory(device.Handle, memory, 0, Vk.WholeSize, MemoryMapFlags.None, &mapped).ThrowOnError();
                Mapped = (byte*)mapped;
            }
        }
        catch
        {
            Free();
            throw;
        }

        device.Parts.Add(this);
    }

    public Buffer Handle { get; }

    public ulong ByteLength { get; }

    /// <summary>Size of the memory, which may be larger than the buffer.</summary>
    public ulong AllocatedBytes { get; }

    /// <summary>The mapped memory; null if it is not mapped.</summary>
    public byte* Mapped { get; }

    /// <summary>Makes the host's writes visible to the next submit.</summary>
    public void Flush()
    {
        if (_isCoherent)
            return;
        MappedMemoryRange range = WholeRange();
        _device.Api.FlushMappedMemoryRanges(_device.Handle, 1, &range).ThrowOnError();
    }

    /// <summary>Makes the device's finished writes visible to the host.</summary>
    public void Invalidate()
    {
        if (_isCoherent)
            return;
        MappedMemoryRange range = WholeRange();
        _device.Api.InvalidateMappedMemoryRanges(_device.Handle, 1, &range).ThrowOnError();
    }

    /// <summary>A new handle of the exported memory, which the caller owns.</summary>
    public SafeFileHandle Export() => ExternalHandles.OpenMemory(_device, _memory);

    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            Free();
    }

    private void Free()
    {
        _device.Api.DestroyBuffer(_device.Handle, Handle, null);
        _device.Api.FreeMemory(_device.Handle, _memory, null);
    }

    private MappedMemoryRange WholeRange() =>
        new()
        {
            SType = StructureType.MappedMemoryRange,
            Memory = _memory,
            Size = Vk.WholeSize,
        };
}
