using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Laboratory;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// A thread for each edge of the round, which adds what it does to both ends atomically, as floats; a second launch moves the points.
/// Threads are many and their work is even, also where some vertices have far more edges than others. The order of sums is the device's, so that
/// a run does not repeat to the bit.
/// </summary>
internal sealed class EdgeAtomicEpoch : IUmapEpochVariant
{
    public string Name => "edge-atomic";

    public UmapEpochRule Rule => UmapEpochRule.EdgesInRounds;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new EdgeSumRun<float>(device, data, Add, Move);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Add"/>
    [KernelEntry]
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Quad> positions, ArrayView<float> moves, UmapSubBatch batch) =>
        EdgeSums<float, FloatSum>.Add(index, edges, positions, moves, batch);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Move"/>
    [KernelEntry]
    public static void Move(Index1D place, ArrayView<Quad> positions, ArrayView<float> moves, ArrayView<byte> pinned, UmapSubBatch batch) =>
        EdgeSums<float, FloatSum>.Move(place, positions, moves, pinned, batch);
}
