using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Submission;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Slots;

/// <summary>A position slot as the frame sees it. The frame thread holds the slot while it calls these (see PositionStream).</summary>
public interface IPositionSlotBuffer : IPositionSlotMemory
{
    /// <summary>The storage buffer to draw from: n float4.</summary>
    Buffer Handle { get; }

    /// <summary>What a frame that reads <see cref="Handle"/> waits for on the device; by default nothing.</summary>
    TimelineWait Written => default;

    /// <summary>
    /// Records the copy of the host's writes into <see cref="Handle"/>, with a barrier to shaders. Does nothing if the host writes there
    /// directly.
    /// </summary>
    void RecordUpload(in Commands commands);

    /// <summary>The recorded upload was submitted: an unchanged slot is not uploaded again.</summary>
    void UploadSubmitted();
}
