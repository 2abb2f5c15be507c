using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>The displacement of one point by another, for every kernel of UMAP's epochs.</summary>
internal static class UmapPair
{
    // UmapForces chooses between attraction and repulsion by the sign.
    private const float PullSign = 1,
        PushSign = -1;

    /// <summary>The displacement of the head by a pull; its tail moves by the opposite.</summary>
    public static Float4 Pull(Float4 head, Float4 tail, UmapSubBatch batch) => Move(head, tail, PullSign, batch);

    /// <summary>The displacement of the head by a random point.</summary>
    public static Float4 Push(Float4 head, Float4 other, UmapSubBatch batch) => Move(head, other, PushSign, batch);

    /// <summary>
    /// The total displacement of the head by an acting edge: its pull, then the push of each point drawn for it, all at the given
    /// positions.
    /// </summary>
    /// <param name="edge">Its number, which determines the draws.</param>
    /// <param name="place">The head's place.</param>
    /// <param name="head">Where the head is.</param>
    /// <param name="pull">The edge's pull.</param>
    /// <param name="step">The edge's step.</param>
    /// <param name="positions">By place.</param>
    /// <param name="batch">The parameters of the sub-batch.</param>
    public static Float4 HeadMove(int edge, int place, Float4 head, Float4 pull, uint step, ArrayView<Float4> positions, UmapSubBatch batch)
    {
        Float4 move = pull;
        uint key = UmapRounds.Key(batch.Seed, batch.Epoch, edge);
        int negatives = UmapSchedule.Negatives(step, batch.Epoch, batch.Negatives);
        for (int negative = 0; negative < negatives; negative++)
        {
            int other = CounterRandom.Index(CounterRandom.Bits(key, (uint)negative), batch.Count);
            if (other != place)
                move = move.Plus(1, Push(head, positions[other], batch));
        }

        return move;
    }

    /// <summary>Whether a vertex is pinned. If none is, no memory is read and threads do not diverge.</summary>
    public static bool IsPinned(int place, ArrayView<byte> pinned, UmapSubBatch batch) => batch.HasPins != 0 && pinned[place] != 0;

    private static Float4 Move(Float4 head, Float4 other, float sign, UmapSubBatch batch)
    {
        float dx = head.X - other.X,
            dy = head.Y - other.Y,
            dz = head.Z - other.Z;
        ScalarFloat coefficient = UmapForces<ScalarFloat>.Either(
            new ScalarFloat(sign),
            new ScalarFloat((dx * dx) + (dy * dy) + (dz * dz)),
            new ScalarFloat(batch.A),
            new ScalarFloat(batch.B),
            new ScalarFloat(-2 * batch.B),
            new ScalarFloat(2 * batch.B * batch.Gamma)
        );
        return new Float4(batch.Alpha * Clip(coefficient, dx), batch.Alpha * Clip(coefficient, dy), batch.Alpha * Clip(coefficient, dz), 0);
    }

    private static float Clip(ScalarFloat coefficient, float difference) =>
        UmapForces<ScalarFloat>.Clip(coefficient * new ScalarFloat(difference)).Value;
}
