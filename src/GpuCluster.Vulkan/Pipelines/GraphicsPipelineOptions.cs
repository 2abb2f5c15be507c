using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>
/// The variable state of the graphics pipelines; all else is fixed (no culling, no vertex buffers, one sample, viewport and scissor
/// dynamic).
/// </summary>
public sealed record GraphicsPipelineOptions
{
    /// <summary>Triangles or points.</summary>
    public PrimitiveTopology Topology { get; init; } = PrimitiveTopology.TriangleList;

    /// <summary>The formats of the colour attachments.</summary>
    public required IReadOnlyList<Format> Colours { get; init; }

    /// <summary>The format of the depth attachment, or undefined for none.</summary>
    public Format Depth { get; init; } = Format.Undefined;

    /// <summary>The depth test.</summary>
    public CompareOp DepthCompare { get; init; } = CompareOp.Always;

    /// <summary>Whether depths that pass are written.</summary>
    public bool WritesDepth { get; init; } = true;

    /// <summary>Specialisation constants 0, 1, 2… of both shaders; booleans are 0 and 1.</summary>
    public IReadOnlyList<uint> Constants { get; init; } = [];

    /// <summary>True to lay colours premultiplied by alpha over what is there.</summary>
    public bool BlendsOver { get; init; }
}
