using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan;

/// <summary>What distinguishes the graphics pipelines of this program: all else is fixed (no culling, no vertex buffers, one sample, viewport and scissor dynamic).</summary>
public sealed record GraphicsPipelineOptions
{
    /// <summary>Triangles or points.</summary>
    public PrimitiveTopology Topology { get; init; } = PrimitiveTopology.TriangleList;

    /// <summary>The formats of the colour attachments.</summary>
    public required IReadOnlyList<Format> Colours { get; init; }

    /// <summary>The format of the depth attachment, or undefined for none.</summary>
    public Format Depth { get; init; } = Format.Undefined;

    /// <summary>Which depths pass. Whatever passes is written.</summary>
    public CompareOp DepthCompare { get; init; } = CompareOp.Always;

    /// <summary>True to lay colours premultiplied by alpha over what is there.</summary>
    public bool BlendsOver { get; init; }
}
