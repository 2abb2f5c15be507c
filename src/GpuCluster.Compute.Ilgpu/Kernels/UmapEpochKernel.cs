using GpuCluster.Core.Lanes;
using GpuCluster.Core.Layouts;
using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels;

/// <summary>
/// One sub-batch of a UMAP epoch. How it works: one thread owns a vertex and applies all its actions in sequence, with the head in registers: for each edge
/// that acts a pull, which counts twice because the opposite edge acts in the same epoch and would move this end by as much, then pushes from points drawn
/// at random. All others are seen as of the end of the last sub-batch, and each thread writes one vertex: no atomics, and the same bits whatever the order of
/// threads. Positions stand twice; the copy that is written also gets what the sub-batch before had moved.
/// </summary>
internal static class UmapEpochKernel
{
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
        int end = edges.RowStart[place + 1];
        for (int edge = edges.RowStart[place]; edge < end; edge++)
        {
            uint step = edges.Steps[edge];
            if (!UmapSchedule.Fires(step, parameters.Epoch))
                continue;
            head = Act(head, positions[edges.Tails[edge]], 2, parameters);
            int negatives = UmapSchedule.Negatives(step, parameters.Epoch, parameters.Negatives);
            for (int negative = 0; negative < negatives; negative++)
            {
                int other = CounterRandom.Index(CounterRandom.Bits(key, draw++), parameters.Count);
                if (other != place)
                    head = Act(head, positions[other], -1, parameters);
            }
        }

        return head;
    }

    /// <summary>A pull of weight 2, or a push of weight -1.</summary>
    private static Quad Act(Quad head, Quad other, float weight, UmapEpochParameters parameters)
    {
        float dx = head.X - other.X, dy = head.Y - other.Y, dz = head.Z - other.Z;
        FloatLane coefficient = UmapForces<FloatLane>.Either(
            new FloatLane(weight),
            new FloatLane((dx * dx) + (dy * dy) + (dz * dz)),
            new FloatLane(parameters.A),
            new FloatLane(parameters.B),
            new FloatLane(parameters.Gamma));
        float length = parameters.Alpha * XMath.Abs(weight);
        return new Quad(head.X + (length * Clip(coefficient, dx)), head.Y + (length * Clip(coefficient, dy)), head.Z + (length * Clip(coefficient, dz)), 0);
    }

    private static float Clip(FloatLane coefficient, float difference) => UmapForces<FloatLane>.Clip(coefficient * new FloatLane(difference)).Value;
}
