using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>A compute shader, compiled for the device.</summary>
public sealed unsafe class ComputePipeline : IDisposable
{
    private readonly VulkanDevice _device;

    /// <summary>Compiles.</summary>
    /// <param name="device">The device.</param>
    /// <param name="spirV">The module, with entry point "main".</param>
    /// <param name="constants">Specialisation constants 0, 1, 2…; booleans are 0 and 1.</param>
    /// <param name="pushBytes">Size of the push constants; at most 128.</param>
    /// <param name="bindings">The kind of binding 0, 1, 2… of set 0.</param>
    public ComputePipeline(
        VulkanDevice device,
        byte[] spirV,
        ReadOnlySpan<uint> constants,
        int pushBytes,
        params ReadOnlySpan<DescriptorType> bindings
    )
    {
        _device = device;
        Bindings = new PipelineBindings(device, ShaderStageFlags.ComputeBit, pushBytes, bindings);
        using NativeNames main = new("main");
        ShaderModule module = new ShaderStage(ShaderStageFlags.ComputeBit, spirV).CreateModule(device);
        SpecializationMapEntry* entries = stackalloc SpecializationMapEntry[Math.Max(1, constants.Length)];
        fixed (uint* values = constants)
        {
            try
            {
                SpecializationInfo specialisation = ShaderStage.Specialise(values, constants.Length, entries);
                ComputePipelineCreateInfo info = new()
                {
                    SType = StructureType.ComputePipelineCreateInfo,
                    Stage = new PipelineShaderStageCreateInfo
                    {
                        SType = StructureType.PipelineShaderStageCreateInfo,
                        Stage = ShaderStageFlags.ComputeBit,
                        Module = module,
                        PName = main.First,
                        PSpecializationInfo = &specialisation,
                    },
                    Layout = Bindings.PipelineLayout,
                };
                Pipeline handle;
                device.Api.CreateComputePipelines(device.Handle, default, 1, &info, null, &handle).ThrowOnError();
                Handle = handle;
                device.Parts.Add(this);
            }
            finally
            {
                device.Api.DestroyShaderModule(device.Handle, module, null);
            }
        }
    }

    /// <summary>The shader's inputs.</summary>
    public PipelineBindings Bindings { get; }

    /// <summary>The VkPipeline.</summary>
    internal Pipeline Handle { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            _device.Api.DestroyPipeline(_device.Handle, Handle, null);
        Bindings.Dispose();
    }
}
