using GpuCluster.Core.Lanes;
using GpuCluster.Core.Layouts;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels;

/// <summary>
/// One sub-batch of a UMAP epoch. How it works: one thread owns a vertex and applies all its actions in sequence, with the head in registers, in the order in
/// which umap-learn, which goes through the heads one after the other, would come by it: a pull as the tail of each acting edge from a lower vertex; then for
/// each of its own acting edges a pull and that edge's pushes from points drawn at random; then a pull as the tail of each acting edge from a higher vertex.
/// All others are seen as of the end of the last sub-batch, and each thread writes one vertex: no atomics, and the same bits whatever the order of threads.
/// Positions stand twice; the copy that is written also gets what the sub-batch before had moved.
/// </summary>
internal static class UmapEpochKernel
{
    // UmapForces chooses between attraction and repulsion by the sign.
    private const float Pull = 1, Push = -1;

    /// <param name="index">Offset into the range that moves, and into the range that is brought over.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="from">n positions (x, y, z, 0) as of the last sub-batch.</param>
    /// <param name="to">The other copy.</param>
    /// <param name="parameters">What holds for this sub-batch.</param>
    [KernelEntry]
    public static void Run(Index1D index, UmapEdgeViews edges, ArrayView<Quad> from, ArrayView<Quad> to, UmapEpochParameters parameters)
    {
        int copied = parameters.CopyFirst + index;
        if (copied < parameters.CopyEnd)
            to[copied] = from[copied];
        int place = parameters.First + index;
        if (place < parameters.End)
            to[place] = Move(place, edges, from, parameters);
    }

    private static Quad Move(int place, UmapEdgeViews edges, ArrayView<Quad> positions, UmapEpochParameters parameters)
    {
        Quad head = positions[place];
        uint key = CounterRandom.Key(parameters.Seed, (uint)parameters.Epoch, (uint)edges.Vertices[place]);
        uint draw = 0;
        int start = edges.RowStart[place], middle = edges.FirstHigher[place], end = edges.RowStart[place + 1];
        head = PullAsTail(head, start, middle, edges, positions, parameters);
        for (int edge = start; edge < end; edge++)
        {
            uint step = edges.Steps[edge];
            if (!UmapSchedule.Fires(step, parameters.Epoch))
                continue;
            head = Act(head, positions[edges.Tails[edge]], Pull, parameters);
            int negatives = UmapSchedule.Negatives(step, parameters.Epoch, parameters.Negatives);
            for (int negative = 0; negative < negatives; negative++)
            {
                int other = CounterRandom.Index(CounterRandom.Bits(key, draw++), parameters.Count);
                if (other != place)
                    head = Act(head, positions[other], Push, parameters);
            }
        }

        return PullAsTail(head, middle, end, edges, positions, parameters);
    }

    private static Quad PullAsTail(Quad head, int start, int end, UmapEdgeViews edges, ArrayView<Quad> positions, UmapEpochParameters parameters)
    {
        for (int edge = start; edge < end; edge++)
        {
            if (UmapSchedule.Fires(edges.Steps[edge], parameters.Epoch))
                head = Act(head, positions[edges.Tails[edge]], Pull, parameters);
        }

        return head;
    }

    private static Quad Act(Quad head, Quad other, float pull, UmapEpochParameters parameters)
    {
        float dx = head.X - other.X, dy = head.Y - other.Y, dz = head.Z - other.Z;
        FloatLane coefficient = UmapForces<FloatLane>.Either(
            new FloatLane(pull),
            new FloatLane((dx * dx) + (dy * dy) + (dz * dz)),
            new FloatLane(parameters.A),
            new FloatLane(parameters.B),
            new FloatLane(parameters.Gamma));
        return new Quad(
            head.X + (parameters.Alpha * Clip(coefficient, dx)), head.Y + (parameters.Alpha * Clip(coefficient, dy)), head.Z + (parameters.Alpha * Clip(coefficient, dz)), 0);
    }

    private static float Clip(FloatLane coefficient, float difference) => UmapForces<FloatLane>.Clip(coefficient * new FloatLane(difference)).Value;
}
