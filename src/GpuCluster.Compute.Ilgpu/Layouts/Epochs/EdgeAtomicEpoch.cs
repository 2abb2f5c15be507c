using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Laboratory;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;
using ILGPU.Runtime;

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

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new Run(device, data);

    /// <param name="index">Which of the round's edges.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions as of the last round.</param>
    /// <param name="moves">3 n sums, x, y and z of each place.</param>
    /// <param name="batch">The parameters; the sub-batch index is the round.</param>
    [KernelEntry]
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Quad> positions, ArrayView<float> moves, UmapSubBatch batch)
    {
        int edge = (index * UmapRounds.Count) + batch.Index;
        uint step = edges.Steps[edge];
        if (!UmapSchedule.Fires(step, batch.Epoch))
            return;
        int place = edges.Tails[edges.Reverse[edge]], tail = edges.Tails[edge];
        Quad head = positions[place];
        Quad pull = UmapPair.Pull(head, positions[tail], batch);
        Quad move = UmapPair.HeadMove(edge, place, head, pull, step, positions, batch);
        Atomic.Add(ref moves[3 * place], move.X);
        Atomic.Add(ref moves[(3 * place) + 1], move.Y);
        Atomic.Add(ref moves[(3 * place) + 2], move.Z);
        Atomic.Add(ref moves[3 * tail], -pull.X);
        Atomic.Add(ref moves[(3 * tail) + 1], -pull.Y);
        Atomic.Add(ref moves[(3 * tail) + 2], -pull.Z);
    }

    /// <param name="place">The vertex's place.</param>
    /// <param name="positions">n positions, which are moved.</param>
    /// <param name="moves">3 n sums, which become 0.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned.</param>
    /// <param name="batch">The parameters of the round.</param>
    [KernelEntry]
    public static void Move(Index1D place, ArrayView<Quad> positions, ArrayView<float> moves, ArrayView<byte> pinned, UmapSubBatch batch)
    {
        int at = 3 * place;
        if (!UmapPair.IsPinned(place, pinned, batch))
            positions[place] = positions[place].Plus(1, new Quad(moves[at], moves[at + 1], moves[at + 2], 0));
        moves[at] = 0;
        moves[at + 1] = 0;
        moves[at + 2] = 0;
    }

    private sealed class Run : IUmapEpochRun
    {
        private readonly UmapDeviceData _data;
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _moves;
        private readonly Action<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<float>, UmapSubBatch> _add;
        private readonly Action<Index1D, ArrayView<Quad>, ArrayView<float>, ArrayView<byte>, UmapSubBatch> _move;

        public Run(IlgpuDevice device, UmapDeviceData data)
        {
            _data = data;
            _add = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<float>, UmapSubBatch>(Add, device.Shape.GroupSize);
            _move = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<Quad>, ArrayView<float>, ArrayView<byte>, UmapSubBatch>(Move, device.Shape.GroupSize);
            _moves = DeviceMemory.Allocate<float>(device, 3 * data.Positions.Length, "the layout");
            _moves.MemSetToZero();
        }

        public void Queue(UmapSubBatch epoch)
        {
            for (epoch.Index = 0; epoch.Index < UmapRounds.Count; epoch.Index++)
            {
                int edges = UmapRounds.EdgesOf(epoch.Index, _data.Edges.Count);
                if (edges == 0)
                    continue;
                _add(edges, _data.Views, _data.Positions, _moves.View.BaseView, epoch);
                _move(epoch.Count, _data.Positions, _moves.View.BaseView, _data.Pinned, epoch);
            }
        }

        public void Dispose() => _moves.Dispose();
    }
}
