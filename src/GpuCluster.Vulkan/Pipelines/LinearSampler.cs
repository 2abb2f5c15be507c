using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>Reads images between texels: weighted by distance, clamped at the edges, no mip levels.</summary>
public sealed unsafe class LinearSampler : IDisposable
{
    private readonly VulkanDevice _device;

    /// <summary>Makes the sampler.</summary>
    public LinearSampler(VulkanDevice device)
    {
        _device = device;
        SamplerCreateInfo info = new()
        {
            SType = StructureType.SamplerCreateInfo,
            MagFilter = Filter.Linear,
            MinFilter = Filter.Linear,
            MipmapMode = SamplerMipmapMode.Nearest,
            AddressModeU = SamplerAddressMode.ClampToEdge,
            AddressModeV = SamplerAddressMode.ClampToEdge,
            AddressModeW = SamplerAddressMode.ClampToEdge,
        };
        Sampler handle;
        device.Api.CreateSampler(device.Handle, &info, null, &handle).ThrowOnError();
        Handle = handle;
        device.Parts.Add(this);
    }

    /// <summary>The VkSampler.</summary>
    internal Sampler Handle { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            _device.Api.DestroySampler(_device.Handle, Handle, null);
    }
}
