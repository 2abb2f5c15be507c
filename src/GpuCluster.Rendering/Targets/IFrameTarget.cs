using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Targets;

/// <summary>Where a picture goes: a window or memory. The one thing in which windowed and offscreen frames differ.</summary>
public interface IFrameTarget
{
    /// <summary>What a pixel is. Stays the same for the target's life.</summary>
    Format ColourFormat { get; }

    /// <summary>Gives an image to draw this frame on.</summary>
    /// <returns>Null where no picture can be drawn now: minimised, or out of date. The frame is then abandoned.</returns>
    TargetImage? Begin(CommandFrame frame);

    /// <summary>Records what becomes of the finished picture. The image is in layout ColorAttachmentOptimal.</summary>
    void RecordEnd(in Commands commands, in TargetImage image);

    /// <summary>The frame was submitted and will be finished at <paramref name="frameValue"/> of the device's timeline.</summary>
    void Submitted(ulong frameValue);
}
