using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Benchmarks;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// As edge-atomic, but sums are integers in units of 2^-32: integer sums do not depend on their order, so a run is repeatable to the bit on
/// every device, at twice the memory for the sums.
/// </summary>
internal sealed class FixedPointEpoch : IUmapEpochVariant
{
    public string Name => "fixed-point";

    public UmapEpochRule Rule => UmapEpochRule.EdgesInRounds;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new EdgeSumRun<long>(device, data, Add, Move);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Add"/>
    [KernelEntry]
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Float4> positions, ArrayView<long> moves, UmapSubBatch batch) =>
        EdgeSums<long, FixedPointSum>.Add(index, edges, positions, moves, batch);

    /// <inheritdoc cref="EdgeSums{TSum,TSums}.Move"/>
    [KernelEntry]
    public static void Move(
        Index1D place,
        ArrayView<Float4> positions,
        ArrayView<long> moves,
        ArrayView<byte> pinned,
        UmapSubBatch batch
    ) => EdgeSums<long, FixedPointSum>.Move(place, positions, moves, pinned, batch);
}
