using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Submission;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Slots;

/// <summary>A position slot as the frame sees it. The frame thread holds the slot while it calls these (see PositionStream).</summary>
public interface IPositionSlotBuffer : IPositionSlotMemory
{
    /// <summary>The storage buffer to draw from: n float4.</summary>
    Buffer Handle { get; }

    /// <summary>Records what brings the host's writes into <see cref="Handle"/>, its barrier to shaders included. Nothing where the host wrote there itself.</summary>
    void RecordUpload(in Commands commands);

    /// <summary>The recorded upload was submitted: an unchanged slot is not uploaded again.</summary>
    void UploadSubmitted();
}
