using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// The two kernels of an epoch in which a thread for each edge of the round adds what the edge does to both ends, and a second launch moves
/// the points. An entry names the sums: ILGPU compiles no open generic method.
/// </summary>
/// <typeparam name="TSum">What a sum is kept in.</typeparam>
/// <typeparam name="TSums">How moves are added to it.</typeparam>
internal static class EdgeSums<TSum, TSums>
    where TSum : unmanaged
    where TSums : struct, IMoveSum<TSum>
{
    /// <param name="index">Which of the round's edges.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions as of the last round.</param>
    /// <param name="moves">3 n sums, x, y and z of each place.</param>
    /// <param name="batch">What holds; its index is the round.</param>
    public static void Add(Index1D index, UmapEdgeViews edges, ArrayView<Float4> positions, ArrayView<TSum> moves, UmapSubBatch batch)
    {
        int edge = (index * UmapRounds.Count) + batch.Index;
        uint step = edges.Steps[edge];
        if (!UmapSchedule.Fires(step, batch.Epoch))
            return;
        int place = edges.Tails[edges.Reverse[edge]],
            tail = edges.Tails[edge];
        Float4 head = positions[place];
        Float4 pull = UmapPair.Pull(head, positions[tail], batch);
        Float4 move = UmapPair.HeadMove(edge, place, head, pull, step, positions, batch);
        TSums.Add(moves, 3 * place, move.X);
        TSums.Add(moves, (3 * place) + 1, move.Y);
        TSums.Add(moves, (3 * place) + 2, move.Z);
        TSums.Add(moves, 3 * tail, -pull.X);
        TSums.Add(moves, (3 * tail) + 1, -pull.Y);
        TSums.Add(moves, (3 * tail) + 2, -pull.Z);
    }

    /// <param name="place">The vertex's place.</param>
    /// <param name="positions">n positions, which are moved.</param>
    /// <param name="moves">3 n sums, which become 0.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned.</param>
    /// <param name="batch">What holds.</param>
    public static void Move(Index1D place, ArrayView<Float4> positions, ArrayView<TSum> moves, ArrayView<byte> pinned, UmapSubBatch batch)
    {
        int at = 3 * place;
        if (!UmapPair.IsPinned(place, pinned, batch))
        {
            positions[place] = positions[place]
                .Plus(1, new Float4(TSums.Of(moves[at]), TSums.Of(moves[at + 1]), TSums.Of(moves[at + 2]), 0));
        }

        moves[at] = default;
        moves[at + 1] = default;
        moves[at + 2] = default;
    }
}
