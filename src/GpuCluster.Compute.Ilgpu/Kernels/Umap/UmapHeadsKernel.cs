using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>
/// First half of a sub-batch of a UMAP epoch: the heads act. How it works: one thread owns a head and applies its actions in sequence, with
/// its position in registers: for each of its acting edges a pull and that edge's pushes from points drawn at random. All others are seen
/// as of the end of the last sub-batch. The displacement of the head by each pull is stored at the same edge in the tail's own row;
/// <see cref="UmapTailsKernel"/> moves the tail by the opposite. A pinned head runs through its actions without moving: its tails are
/// pulled to its position. Each value has one writer: no atomics, and the same bits whatever the order of threads.
/// </summary>
internal static class UmapHeadsKernel
{
    /// <param name="index">Offset into the sub-batch.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions (x, y, z, 0) as of the last sub-batch.</param>
    /// <param name="moved">Receives the sub-batch's moved positions, at its offset.</param>
    /// <param name="pulls">Receives, at the reverse of each edge that acts, the displacement of the head by its pull.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned, else 0; not read where none is.</param>
    /// <param name="batch">The parameters of the sub-batch.</param>
    [KernelEntry]
    public static void Run(
        Index1D index,
        UmapEdgeViews edges,
        ArrayView<Float4> positions,
        ArrayView<Float4> moved,
        ArrayView<Float4> pulls,
        ArrayView<byte> pinned,
        UmapSubBatch batch
    )
    {
        int place = batch.First + index;
        Float4 head = positions[place];
        uint key = CounterRandom.Key(batch.Seed, (uint)batch.Epoch, (uint)edges.Vertices[place]);
        uint draw = 0;
        float free = UmapPair.IsPinned(place, pinned, batch) ? 0f : 1f;
        int end = edges.RowStart[place + 1];
        for (int edge = edges.RowStart[place]; edge < end; edge++)
        {
            uint step = edges.Steps[edge];
            if (!UmapSchedule.Fires(step, batch.Epoch))
                continue;
            Float4 pull = UmapPair.Pull(head, positions[edges.Tails[edge]], batch);
            pulls[edges.Reverse[edge]] = pull;
            head = head.Plus(free, pull);
            int negatives = UmapSchedule.Negatives(step, batch.Epoch, batch.Negatives);
            for (int negative = 0; negative < negatives; negative++)
            {
                int other = CounterRandom.Index(CounterRandom.Bits(key, draw++), batch.Count);
                if (other != place)
                    head = head.Plus(free, UmapPair.Push(head, positions[other], batch));
            }
        }

        moved[index] = head;
    }
}
