using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Laboratory;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// As edge-atomic, but sums are integers in units of 2^-32: integer sums do not depend on their order, so a run is repeatable to the bit on
/// every device, at twice the memory for the sums.
/// </summary>
internal sealed class FixedPointEpoch : IUmapEpochVariant
{
    /// <summary>Units of a sum per unit of length: sums reach 2 x 10^9, with a resolution finer than any position.</summary>
    private const float Scale = 4294967296f;

    public string Name => "fixed-point";

    public UmapEpochRule Rule => UmapEpochRule.EdgesInRounds;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new Run(device, data);

    /// <param name="index">Which of the round's edges.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions as of the last round.</param>
    /// <param name="moves">3 n sums in units of 2^-32, x, y and z of each place.</param>
    /// <param name="batch">The parameters; the sub-batch index is the round.</param>
    [KernelEntry]
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Quad> positions, ArrayView<long> moves, UmapSubBatch batch)
    {
        int edge = (index * UmapRounds.Count) + batch.Index;
        uint step = edges.Steps[edge];
        if (!UmapSchedule.Fires(step, batch.Epoch))
            return;
        int place = edges.Tails[edges.Reverse[edge]], tail = edges.Tails[edge];
        Quad head = positions[place];
        Quad pull = UmapPair.Pull(head, positions[tail], batch);
        Quad move = UmapPair.HeadMove(edge, place, head, pull, step, positions, batch);
        Atomic.Add(ref moves[3 * place], Units(move.X));
        Atomic.Add(ref moves[(3 * place) + 1], Units(move.Y));
        Atomic.Add(ref moves[(3 * place) + 2], Units(move.Z));
        Atomic.Add(ref moves[3 * tail], Units(-pull.X));
        Atomic.Add(ref moves[(3 * tail) + 1], Units(-pull.Y));
        Atomic.Add(ref moves[(3 * tail) + 2], Units(-pull.Z));
    }

    /// <param name="place">The vertex's place.</param>
    /// <param name="positions">n positions, which are moved.</param>
    /// <param name="moves">3 n sums, which become 0.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned.</param>
    /// <param name="batch">The parameters of the round.</param>
    [KernelEntry]
    public static void Move(Index1D place, ArrayView<Quad> positions, ArrayView<long> moves, ArrayView<byte> pinned, UmapSubBatch batch)
    {
        int at = 3 * place;
        if (!UmapPair.IsPinned(place, pinned, batch))
            positions[place] = positions[place].Plus(1, new Quad(moves[at] / Scale, moves[at + 1] / Scale, moves[at + 2] / Scale, 0));
        moves[at] = 0;
        moves[at + 1] = 0;
        moves[at + 2] = 0;
    }

    private static long Units(float move) => (long)(move * Scale);

    private sealed class Run : IUmapEpochRun
    {
        private readonly UmapDeviceData _data;
        private readonly MemoryBuffer1D<long, Stride1D.Dense> _moves;
        private readonly Action<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<long>, UmapSubBatch> _add;
        private readonly Action<Index1D, ArrayView<Quad>, ArrayView<long>, ArrayView<byte>, UmapSubBatch> _move;

        public Run(IlgpuDevice device, UmapDeviceData data)
        {
            _data = data;
            _add = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<long>, UmapSubBatch>(Add, device.Shape.GroupSize);
            _move = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<Quad>, ArrayView<long>, ArrayView<byte>, UmapSubBatch>(Move, device.Shape.GroupSize);
            _moves = DeviceMemory.Allocate<long>(device, 3 * data.Positions.Length, "the layout");
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
