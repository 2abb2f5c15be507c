using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Targets;

/// <summary>The target of a picture: a window or memory. The only difference between windowed and offscreen frames.</summary>
public interface IFrameTarget
{
    /// <summary>What a pixel is. Stays the same for the target's life.</summary>
    Format ColourFormat { get; }

    /// <summary>Whether <see cref="RecordScene"/> takes the next picture, so that all of the scene has to be drawn.</summary>
    bool TakesScene { get; }

    /// <summary>Acquires an image for this frame.</summary>
    /// <returns>Null if no picture can be drawn now: minimised, or out of date. The frame is then abandoned.</returns>
    TargetImage? Begin(CommandFrame frame);

    /// <summary>
    /// Records the commands after the passes that draw the scene, before axes and panels. The image is in layout ColorAttachmentOptimal and
    /// stays in it.
    /// </summary>
    void RecordScene(in Commands commands, in TargetImage image);

    /// <summary>Records the commands after the last pass. The image is in layout ColorAttachmentOptimal.</summary>
    void RecordEnd(in Commands commands, in TargetImage image);

    /// <summary>The frame was submitted and will be finished at <paramref name="frameValue"/> of the device's timeline.</summary>
    void Submitted(ulong frameValue);
}
