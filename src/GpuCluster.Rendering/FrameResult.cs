namespace GpuCluster.Rendering;

/// <summary>The result of a frame.</summary>
/// <param name="IsDrawn">False where the target had no image: minimised or out of date. Nothing was submitted; try again after the next
/// window event.</param>
/// <param name="FrameValue">The timeline's value when the frame is finished; 0 where it was not drawn.</param>
/// <param name="Epoch">The epoch of the positions that were drawn, or -1 where there were none yet.</param>
/// <param name="HostMilliseconds">From the call to the submit, the wait for a frame in flight included.</param>
/// <param name="Device">The times of an earlier frame's passes; null until one has finished.</param>
public readonly record struct FrameResult(bool IsDrawn, ulong FrameValue, int Epoch, double HostMilliseconds, PassTimes? Device);

/// <summary>Milliseconds of each pass on the device, by its own timestamps.</summary>
/// <param name="Upload">Positions where staged; colours, lines and overlay where changed; pictures that arrived.</param>
/// <param name="Points">The rasteriser; or the point primitives that replace it.</param>
/// <param name="Resolve">Keys to colour, id and depth; 0 with point primitives.</param>
/// <param name="Lines">Lines in space.</param>
/// <param name="Sprites">Pictures in space.</param>
/// <param name="Axes">The axes in the corner.</param>
/// <param name="Overlay">Blending the overlay.</param>
/// <param name="Target">Copying the picture out, or handing it to the window.</param>
public readonly record struct PassTimes(
    double Upload,
    double Points,
    double Resolve,
    double Lines,
    double Sprites,
    double Axes,
    double Overlay,
    double Target
)
{
    /// <summary>The whole frame.</summary>
    public double Total => Upload + Points + Resolve + Lines + Sprites + Axes + Overlay + Target;
}
