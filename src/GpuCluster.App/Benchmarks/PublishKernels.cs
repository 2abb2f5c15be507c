using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Streaming;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Benchmarks;

/// <summary>
/// An epoch's positions into the memory that is drawn from, and handed over: into the device's own memory where the host may write there,
/// or into one that the next frame copies from.
/// </summary>
internal sealed class PublishKernels : IGraphicsKernels
{
    /// <inheritdoc/>
    public IEnumerable<KernelVariant> On(GraphicsDevice graphics)
    {
        yield return Variant("staged", count => new StagedSlotMemory(graphics.Device, count));
        if (graphics.Device.MemoryTypes.HasDirectMemory(1))
            yield return Variant("direct", count => new DirectSlotMemory(graphics.Device, count));

        KernelVariant Variant(string name, Func<int, IPositionSlotMemory> allocate) =>
            new("stream", "publish", name, (size, seed) => new PublishRun(graphics.Device, allocate, SyntheticGraph.Cloud(size, seed)));
    }
}
