using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// A thread for each vertex computes its displacement by all edges of the round, its own and those whose tail it is; so each pull is
/// computed at both ends. No atomics, one launch per round, and always the same bits.
/// </summary>
internal sealed class GatherEpoch : IUmapEpochVariant
{
    public string Name => "gather";

    public UmapEpochRule Rule => UmapEpochRule.EdgesInRounds;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new Run(device, data);

    /// <param name="place">The vertex's place.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions as of the last round.</param>
    /// <param name="moved">Receives those after this one.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned.</param>
    /// <param name="batch">The parameters; the sub-batch index is the round.</param>
    [KernelEntry]
    public static void Gather(
        Index1D place,
        UmapEdgeViews edges,
        ArrayView<Float4> positions,
        ArrayView<Float4> moved,
        ArrayView<byte> pinned,
        UmapSubBatch batch
    )
    {
        Float4 at = positions[place];
        Float4 move = new(0, 0, 0, 0);
        int end = UmapPair.IsPinned(place, pinned, batch) ? edges.RowStart[place] : edges.RowStart[place + 1];
        for (int edge = edges.RowStart[place]; edge < end; edge++)
        {
            uint step = edges.Steps[edge];
            if (!UmapSchedule.Fires(step, batch.Epoch))
                continue;
            int reverse = edges.Reverse[edge];
            bool isOwn = UmapRounds.Of(edge) == batch.Index,
                isTail = UmapRounds.Of(reverse) == batch.Index;
            if (!isOwn && !isTail)
                continue;

            // The pull is symmetric: the displacement as a tail of the other end equals the displacement by the own pull.
            Float4 pull = UmapPair.Pull(at, positions[edges.Tails[edge]], batch);
            if (isTail)
                move = move.Plus(1, pull);
            if (isOwn)
                move = move.Plus(1, UmapPair.HeadMove(edge, place, at, pull, step, positions, batch));
        }

        moved[place] = at.Plus(1, move);
    }

    private sealed class Run : IUmapEpochRun
    {
        private readonly UmapDeviceData _data;
        private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _moved;
        private readonly Action<Index1D, UmapEdgeViews, ArrayView<Float4>, ArrayView<Float4>, ArrayView<byte>, UmapSubBatch> _gather;

        public Run(IlgpuDevice device, UmapDeviceData data)
        {
            _data = data;
            _gather = device.Meter.Counted(
                device.Accelerator.LoadImplicitlyGroupedStreamKernel<
                    Index1D,
                    UmapEdgeViews,
                    ArrayView<Float4>,
                    ArrayView<Float4>,
                    ArrayView<byte>,
                    UmapSubBatch
                >(Gather, device.Shape.GroupSize)
            );
            _moved = DeviceMemory.Allocate<Float4>(device, data.Positions.Length, "the layout");
        }

        public void Queue(UmapSubBatch epoch)
        {
            // An even number of rounds, so that the last one writes where the positions are.
            ArrayView<Float4> from = _data.Positions,
                to = _moved.View.BaseView.SubView(0, _data.Positions.Length);
            for (epoch.Index = 0; epoch.Index < UmapRounds.Count; epoch.Index++, (from, to) = (to, from))
                _gather(epoch.Count, _data.Views, from, to, _data.Pinned, epoch);
        }

        public void Dispose() => _moved.Dispose();
    }
}
