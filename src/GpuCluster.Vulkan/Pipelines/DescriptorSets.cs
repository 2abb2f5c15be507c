using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Memory;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>
/// The descriptor sets of one frame in flight, created for each frame and reset together. Writing a few descriptors costs about a
/// microsecond, and no set can then refer to a buffer that a resize or a slot change has replaced.
/// </summary>
public sealed unsafe class DescriptorSets : IDisposable
{
    // Sets of one frame: a dispatch per 4 million points, and one or two per pass.
    private const uint MaxSets = 256;

    private readonly VulkanDevice _device;
    private readonly DescriptorPool _pool;

    internal DescriptorSets(VulkanDevice device)
    {
        _device = device;
        DescriptorPoolSize* sizes = stackalloc DescriptorPoolSize[4]
        {
            new(DescriptorType.StorageBuffer, MaxSets * 3),
            new(DescriptorType.UniformTexelBuffer, MaxSets * 2),
            new(DescriptorType.SampledImage, MaxSets),
            new(DescriptorType.CombinedImageSampler, MaxSets),
        };
        DescriptorPoolCreateInfo info = new()
        {
            SType = StructureType.DescriptorPoolCreateInfo,
            MaxSets = MaxSets,
            PoolSizeCount = 4,
            PPoolSizes = sizes,
        };
        DescriptorPool pool;
        device.Api.CreateDescriptorPool(device.Handle, &info, null, &pool).ThrowOnError();
        _pool = pool;
        device.Parts.Add(this);
    }

    /// <summary>A set of buffers: storage buffers whole or in part, or their texels.</summary>
    public DescriptorSet Make(PipelineBindings bindings, params ReadOnlySpan<BufferRange> buffers)
    {
        DescriptorSet set = Allocate(bindings, buffers.Length);
        Write(set, bindings, buffers);
        return set;
    }

    /// <summary>A set of buffers, and after them an image in layout ShaderReadOnlyOptimal that is read through a sampler.</summary>
    public DescriptorSet Make(PipelineBindings bindings, ImageView image, LinearSampler sampler, params ReadOnlySpan<BufferRange> buffers)
    {
        DescriptorSet set = Allocate(bindings, buffers.Length + 1);
        Write(set, bindings, buffers);
        DescriptorImageInfo info = new()
        {
            ImageView = image,
            ImageLayout = ImageLayout.ShaderReadOnlyOptimal,
            Sampler = sampler.Handle,
        };
        WriteDescriptorSet write = Write(set, buffers.Length, bindings.Kinds[buffers.Length]) with { PImageInfo = &info };
        _device.Api.UpdateDescriptorSets(_device.Handle, 1, &write, 0, null);
        return set;
    }

    /// <summary>A set of one image in layout ShaderReadOnlyOptimal, fetched by pixel.</summary>
    public DescriptorSet Make(PipelineBindings bindings, ImageView image)
    {
        DescriptorSet set = Allocate(bindings, 1);
        DescriptorImageInfo info = new() { ImageView = image, ImageLayout = ImageLayout.ShaderReadOnlyOptimal };
        WriteDescriptorSet write = Write(set, 0, bindings.Kinds[0]) with { PImageInfo = &info };
        _device.Api.UpdateDescriptorSets(_device.Handle, 1, &write, 0, null);
        return set;
    }

    /// <summary>Resets all sets. The device must have finished with them.</summary>
    internal void Reset() => _device.Api.ResetDescriptorPool(_device.Handle, _pool, 0).ThrowOnError();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            _device.Api.DestroyDescriptorPool(_device.Handle, _pool, null);
    }

    private void Write(DescriptorSet set, PipelineBindings bindings, ReadOnlySpan<BufferRange> buffers)
    {
        DescriptorBufferInfo* infos = stackalloc DescriptorBufferInfo[buffers.Length];
        BufferView* views = stackalloc BufferView[buffers.Length];
        WriteDescriptorSet* writes = stackalloc WriteDescriptorSet[buffers.Length];
        for (int i = 0; i < buffers.Length; i++)
        {
            infos[i] = new DescriptorBufferInfo(buffers[i].Buffer, buffers[i].Offset, buffers[i].ByteLength);
            views[i] = buffers[i].Texels;
            writes[i] = Write(set, i, bindings.Kinds[i]) with { PBufferInfo = &infos[i], PTexelBufferView = &views[i] };
        }
        _device.Api.UpdateDescriptorSets(_device.Handle, (uint)buffers.Length, writes, 0, null);
    }

    private static WriteDescriptorSet Write(DescriptorSet set, int binding, DescriptorType kind) =>
        new()
        {
            SType = StructureType.WriteDescriptorSet,
            DstSet = set,
            DstBinding = (uint)binding,
            DescriptorCount = 1,
            DescriptorType = kind,
        };

    private DescriptorSet Allocate(PipelineBindings bindings, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(count, bindings.Kinds.Length);
        DescriptorSetLayout layout = bindings.SetLayout;
        DescriptorSetAllocateInfo info = new()
        {
            SType = StructureType.DescriptorSetAllocateInfo,
            DescriptorPool = _pool,
            DescriptorSetCount = 1,
            PSetLayouts = &layout,
        };
        DescriptorSet set;
        _device.Api.AllocateDescriptorSets(_device.Handle, &info, &set).ThrowOnError();
        return set;
    }
}

/// <summary>Part of a buffer, in bytes.</summary>
/// <param name="Buffer">The VkBuffer.</param>
/// <param name="Offset">A multiple of the device's storage buffer alignment.</param>
/// <param name="ByteLength">At most the device's storage buffer range.</param>
/// <param name="Texels">The view that texels are fetched through, where the binding is a texel buffer.</param>
public readonly record struct BufferRange(Buffer Buffer, ulong Offset, ulong ByteLength, BufferView Texels = default)
{
    /// <summary>All of a storage buffer.</summary>
    public static BufferRange All(StorageBuffer buffer) => new(buffer.Handle, 0, buffer.ByteLength, buffer.Texels);
}
