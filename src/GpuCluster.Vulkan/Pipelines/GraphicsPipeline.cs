using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>A vertex and a fragment shader, compiled for the device and for the formats they draw into (dynamic rendering).</summary>
public sealed unsafe class GraphicsPipeline : IDisposable
{
    private readonly VulkanDevice _device;

    /// <summary>Compiles.</summary>
    /// <param name="device">The device.</param>
    /// <param name="vertexSpirV">The vertex module, with entry point "main".</param>
    /// <param name="fragmentSpirV">The fragment module, with entry point "main".</param>
    /// <param name="options">Primitives, attachments, depth test and blending.</param>
    /// <param name="pushBytes">Size of the push constants; at most 128.</param>
    /// <param name="bindings">The kind of binding 0, 1, 2… of set 0, seen by both stages.</param>
    public GraphicsPipeline(
        VulkanDevice device,
        byte[] vertexSpirV,
        byte[] fragmentSpirV,
        GraphicsPipelineOptions options,
        int pushBytes,
        params ReadOnlySpan<DescriptorType> bindings
    )
    {
        _device = device;
        Bindings = new PipelineBindings(device, ShaderStageFlags.VertexBit | ShaderStageFlags.FragmentBit, pushBytes, bindings);
        ShaderModule vertex = new ShaderStage(ShaderStageFlags.VertexBit, vertexSpirV).CreateModule(device);
        ShaderModule fragment = default;
        try
        {
            fragment = new ShaderStage(ShaderStageFlags.FragmentBit, fragmentSpirV).CreateModule(device);
            Handle = Compile(vertex, fragment, options);
            device.Parts.Add(this);
        }
        finally
        {
            device.Api.DestroyShaderModule(device.Handle, vertex, null);
            device.Api.DestroyShaderModule(device.Handle, fragment, null);
        }
    }

    /// <summary>The shaders' inputs.</summary>
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

    private Pipeline Compile(ShaderModule vertex, ShaderModule fragment, GraphicsPipelineOptions options)
    {
        using NativeNames main = new("main");
        int constants = options.Constants.Count;
        uint* values = stackalloc uint[Math.Max(1, constants)];
        for (int i = 0; i < constants; i++)
            values[i] = options.Constants[i];
        SpecializationMapEntry* entries = stackalloc SpecializationMapEntry[Math.Max(1, constants)];
        SpecializationInfo specialisation = ShaderStage.Specialise(values, constants, entries);
        PipelineShaderStageCreateInfo* stages = stackalloc PipelineShaderStageCreateInfo[2]
        {
            new()
            {
                SType = StructureType.PipelineShaderStageCreateInfo,
                Stage = ShaderStageFlags.VertexBit,
                Module = vertex,
                PName = main.First,
                PSpecializationInfo = &specialisation,
            },
            new()
            {
                SType = StructureType.PipelineShaderStageCreateInfo,
                Stage = ShaderStageFlags.FragmentBit,
                Module = fragment,
                PName = main.First,
                PSpecializationInfo = &specialisation,
            },
        };
        PipelineVertexInputStateCreateInfo vertexInput = new() { SType = StructureType.PipelineVertexInputStateCreateInfo };
        PipelineInputAssemblyStateCreateInfo assembly = new()
        {
            SType = StructureType.PipelineInputAssemblyStateCreateInfo,
            Topology = options.Topology,
        };
        PipelineViewportStateCreateInfo viewport = new()
        {
            SType = StructureType.PipelineViewportStateCreateInfo,
            ViewportCount = 1,
            ScissorCount = 1,
        };
        PipelineRasterizationStateCreateInfo raster = new()
        {
            SType = StructureType.PipelineRasterizationStateCreateInfo,
            CullMode = CullModeFlags.None,
            LineWidth = 1,
        };
        PipelineMultisampleStateCreateInfo samples = new()
        {
            SType = StructureType.PipelineMultisampleStateCreateInfo,
            RasterizationSamples = SampleCountFlags.Count1Bit,
        };
        PipelineDepthStencilStateCreateInfo depth = new()
        {
            SType = StructureType.PipelineDepthStencilStateCreateInfo,
            DepthTestEnable = options.Depth != Format.Undefined,
            DepthWriteEnable = options.Depth != Format.Undefined && options.WritesDepth,
            DepthCompareOp = options.DepthCompare,
        };
        PipelineColorBlendAttachmentState* attachments = stackalloc PipelineColorBlendAttachmentState[options.Colours.Count];
        Format* formats = stackalloc Format[options.Colours.Count];
        for (int i = 0; i < options.Colours.Count; i++)
        {
            formats[i] = options.Colours[i];
            attachments[i] = Blend(options.BlendsOver);
        }
        PipelineColorBlendStateCreateInfo blend = new()
        {
            SType = StructureType.PipelineColorBlendStateCreateInfo,
            AttachmentCount = (uint)options.Colours.Count,
            PAttachments = attachments,
        };
        DynamicState* dynamicStates = stackalloc DynamicState[2] { DynamicState.Viewport, DynamicState.Scissor };
        PipelineDynamicStateCreateInfo dynamic = new()
        {
            SType = StructureType.PipelineDynamicStateCreateInfo,
            DynamicStateCount = 2,
            PDynamicStates = dynamicStates,
        };
        PipelineRenderingCreateInfo rendering = new()
        {
            SType = StructureType.PipelineRenderingCreateInfo,
            ColorAttachmentCount = (uint)options.Colours.Count,
            PColorAttachmentFormats = formats,
            DepthAttachmentFormat = options.Depth,
        };
        GraphicsPipelineCreateInfo info = new()
        {
            SType = StructureType.GraphicsPipelineCreateInfo,
            PNext = &rendering,
            StageCount = 2,
            PStages = stages,
            PVertexInputState = &vertexInput,
            PInputAssemblyState = &assembly,
            PViewportState = &viewport,
            PRasterizationState = &raster,
            PMultisampleState = &samples,
            PDepthStencilState = &depth,
            PColorBlendState = &blend,
            PDynamicState = &dynamic,
            Layout = Bindings.PipelineLayout,
        };
        Pipeline handle;
        _device.Api.CreateGraphicsPipelines(_device.Handle, default, 1, &info, null, &handle).ThrowOnError();
        return handle;
    }

    private static PipelineColorBlendAttachmentState Blend(bool isOver) =>
        new()
        {
            BlendEnable = isOver,
            SrcColorBlendFactor = BlendFactor.One,
            DstColorBlendFactor = BlendFactor.OneMinusSrcAlpha,
            ColorBlendOp = BlendOp.Add,
            SrcAlphaBlendFactor = BlendFactor.One,
            DstAlphaBlendFactor = BlendFactor.OneMinusSrcAlpha,
            AlphaBlendOp = BlendOp.Add,
            ColorWriteMask = ColorComponentFlags.RBit | ColorComponentFlags.GBit | ColorComponentFlags.BBit | ColorComponentFlags.ABit,
        };
}
