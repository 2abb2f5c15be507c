using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>The inputs of a pipeline's shaders: bindings 0, 1, 2… of set 0, and push constants, visible to all its stages.</summary>
public sealed unsafe class PipelineBindings : IDisposable
{
    private readonly VulkanDevice _device;

    /// <summary>Declares the bindings.</summary>
    /// <param name="device">The device.</param>
    /// <param name="stages">Compute, or vertex and fragment.</param>
    /// <param name="pushBytes">Size of the push constants; at most 128.</param>
    /// <param name="bindings">The kind of binding 0, 1, 2…</param>
    public PipelineBindings(VulkanDevice device, ShaderStageFlags stages, int pushBytes, params ReadOnlySpan<DescriptorType> bindings)
    {
        _device = device;
        Stages = stages;
        Kinds = [.. bindings];
        DescriptorSetLayoutBinding* entries = stackalloc DescriptorSetLayoutBinding[Math.Max(1, bindings.Length)];
        for (int i = 0; i < bindings.Length; i++)
        {
            entries[i] = new DescriptorSetLayoutBinding
            {
                Binding = (uint)i,
                DescriptorType = bindings[i],
                DescriptorCount = 1,
                StageFlags = stages,
            };
        }

        DescriptorSetLayoutCreateInfo setInfo = new()
        {
            SType = StructureType.DescriptorSetLayoutCreateInfo,
            BindingCount = (uint)bindings.Length,
            PBindings = entries,
        };
        DescriptorSetLayout setLayout;
        device.Api.CreateDescriptorSetLayout(device.Handle, &setInfo, null, &setLayout).ThrowOnError();
        SetLayout = setLayout;
        PushConstantRange push = new() { StageFlags = stages, Size = (uint)pushBytes };
        PipelineLayoutCreateInfo info = new()
        {
            SType = StructureType.PipelineLayoutCreateInfo,
            SetLayoutCount = 1,
            PSetLayouts = &setLayout,
            PushConstantRangeCount = pushBytes > 0 ? 1u : 0u,
            PPushConstantRanges = &push,
        };
        PipelineLayout layout;
        Result result = device.Api.CreatePipelineLayout(device.Handle, &info, null, &layout);
        if (result != Result.Success)
            device.Api.DestroyDescriptorSetLayout(device.Handle, setLayout, null);
        result.ThrowOnError("vkCreatePipelineLayout");
        PipelineLayout = layout;
        device.Parts.Add(this);
    }

    /// <summary>The stages that see the bindings.</summary>
    public ShaderStageFlags Stages { get; }

    /// <summary>The kind of each binding.</summary>
    internal DescriptorType[] Kinds { get; }

    /// <summary>The VkDescriptorSetLayout.</summary>
    internal DescriptorSetLayout SetLayout { get; }

    /// <summary>The VkPipelineLayout.</summary>
    internal PipelineLayout PipelineLayout { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_device.Parts.Remove(this))
            return;
        _device.Api.DestroyPipelineLayout(_device.Handle, PipelineLayout, null);
        _device.Api.DestroyDescriptorSetLayout(_device.Handle, SetLayout, null);
    }
}
