using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Benchmarks;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// A thread for each edge of the round atomically adds its displacement of both ends, as floats; a second launch moves the points. There
/// are many threads with equal work, even if some vertices have far more edges than others. The device decides the order of sums, so a run
/// is not repeatable to the bit.
/// </summary>
internal sealed class EdgeAtomicEpoch : IUmapEpochVariant
{
    public string Name => "edge-atomic";

    public UmapEpochRule Rule => UmapEpochRule.EdgesInRounds;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new EdgeSumRun<float>(device, data, Add, Move);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Add"/>
    [KernelEntry]
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Float4> positions, ArrayView<float> moves, UmapSubBatch batch) =>
        EdgeSums<float, FloatSum>.Add(index, edges, positions, moves, batch);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Move"/>
    [KernelEntry]
    public static void Move(
        Index1D place,
        ArrayView<Float4> positions,
        ArrayView<float> moves,
        ArrayView<byte> pinned,
        UmapSubBatch batch
    ) => EdgeSums<float, FloatSum>.Move(place, positions, moves, pinned, batch);
}
