using GpuCluster.Core.Benchmarks;
using GpuCluster.Rendering;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Benchmarks;

/// <summary>Whole frames at 1280x720, from the camera to the picture read back, by each way in which points can be drawn.</summary>
internal sealed class RenderKernels : IGraphicsKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(GraphicsDevice graphics)
    {
        yield return Variant("compute", new FrameRendererOptions());
        yield return Variant("compute-64k", new FrameRendererOptions { MaxPointsPerDispatch = 1 << 16 });
        yield return Variant("primitives", new FrameRendererOptions { ForcesPointPrimitives = true });

        KernelVariant Variant(string name, FrameRendererOptions options) =>
            new("render", "frame", name, (size, seed) => new FrameRun(graphics.Device, options, SyntheticGraph.Cloud(size, seed)));
    }
}
