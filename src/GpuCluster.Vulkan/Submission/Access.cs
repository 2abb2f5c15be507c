using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Submission;

/// <summary>One side of a barrier: which stages touch memory, and how.</summary>
/// <param name="Stages">Pipeline stages.</param>
/// <param name="Kinds">Reads and writes of those stages.</param>
public readonly record struct Access(PipelineStageFlags2 Stages, AccessFlags2 Kinds)
{
    private const PipelineStageFlags2 Shaders =
        PipelineStageFlags2.ComputeShaderBit | PipelineStageFlags2.VertexShaderBit | PipelineStageFlags2.FragmentShaderBit;

    /// <summary>Nothing before, or nothing after.</summary>
    public static Access None => default;

    /// <summary>Storage buffers and sampled images read by any shader.</summary>
    public static Access ShaderRead => new(Shaders, AccessFlags2.ShaderReadBit);

    /// <summary>Storage buffers read and written by compute.</summary>
    public static Access ComputeReadWrite =>
        new(PipelineStageFlags2.ComputeShaderBit, AccessFlags2.ShaderReadBit | AccessFlags2.ShaderWriteBit);

    /// <summary>The source of copies.</summary>
    public static Access TransferRead => new(PipelineStageFlags2.TransferBit, AccessFlags2.TransferReadBit);

    /// <summary>The target of copies and fills.</summary>
    public static Access TransferWrite => new(PipelineStageFlags2.TransferBit, AccessFlags2.TransferWriteBit);

    /// <summary>Colour attachments, blended.</summary>
    public static Access ColourAttachment =>
        new(PipelineStageFlags2.ColorAttachmentOutputBit, AccessFlags2.ColorAttachmentReadBit | AccessFlags2.ColorAttachmentWriteBit);

    /// <summary>Depth attachments, tested and written.</summary>
    public static Access DepthAttachment =>
        new(
            PipelineStageFlags2.EarlyFragmentTestsBit | PipelineStageFlags2.LateFragmentTestsBit,
            AccessFlags2.DepthStencilAttachmentReadBit | AccessFlags2.DepthStencilAttachmentWriteBit
        );

    /// <summary>The host reads what was copied into mapped memory.</summary>
    public static Access HostRead => new(PipelineStageFlags2.HostBit, AccessFlags2.HostReadBit);

    /// <summary>Both.</summary>
    public Access And(Access other) => new(Stages | other.Stages, Kinds | other.Kinds);
}
