using GpuCluster.Rendering.Passes;
using GpuCluster.Vulkan.Devices;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering;

/// <summary>
/// The compiled passes for targets of one format: Points and Resolve or Discs, or PointPrimitives in place of them; Lines, Sprites and Overlay.
/// </summary>
internal sealed class FramePasses : IDisposable
{
    public FramePasses(VulkanDevice device, Format colourFormat, FrameRendererOptions options, int framesInFlight)
    {
        ColourFormat = colourFormat;
        if (device.Physical.Features.Int64Atomics && !options.ForcesPointPrimitives)
        {
            Points = new PointsPass(device, (uint)Math.Max(256, options.MaxPointsPerDispatch));
            Resolve = new ResolvePass(device, colourFormat);
            Discs = new DiscsPass(device, colourFormat);
        }
        else
        {
            PointPrimitives = new PointPrimitivesPass(device, colourFormat);
        }
        Lines = new LinesPass(device, colourFormat);
        Sprites = new SpritesPass(device, colourFormat);
        Names = new OverlayPass(device, colourFormat, framesInFlight);
        Overlay = new OverlayPass(device, colourFormat, framesInFlight);
    }

    public Format ColourFormat { get; }

    public PointsPass? Points { get; }

    public ResolvePass? Resolve { get; }

    public DiscsPass? Discs { get; }

    public PointPrimitivesPass? PointPrimitives { get; }

    public LinesPass Lines { get; }

    public SpritesPass Sprites { get; }

    public OverlayPass Names { get; }

    public OverlayPass Overlay { get; }

    public void Dispose()
    {
        Points?.Dispose();
        Resolve?.Dispose();
        Discs?.Dispose();
        PointPrimitives?.Dispose();
        Lines.Dispose();
        Sprites.Dispose();
        Names.Dispose();
        Overlay.Dispose();
    }
}
