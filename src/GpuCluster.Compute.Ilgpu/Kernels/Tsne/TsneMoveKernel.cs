using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;
using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>
/// Moves every point of t-SNE by its attraction and repulsion. One thread owns a point: it sums over its edges in order and is the only one
/// that writes the point's values.
/// </summary>
internal static class TsneMoveKernel
{
    /// <param name="vertex">The point.</param>
    /// <param name="graph">Edges with their probabilities.</param>
    /// <param name="positions">n positions (x, y, z, 0), read only.</param>
    /// <param name="pushes">n sums of <see cref="TsneRepulsionKernel"/>.</param>
    /// <param name="total">The sum of them; w is Z.</param>
    /// <param name="velocities">n last steps, changed in place.</param>
    /// <param name="gains">n gains, changed in place.</param>
    /// <param name="moved">Receives n positions, not yet centred.</param>
    /// <param name="epoch">The parameters of the epoch.</param>
    [KernelEntry]
    public static void Run(
        Index1D vertex,
        TsneEdgeViews graph,
        ArrayView<Float4> positions,
        ArrayView<Float4> pushes,
        ArrayView<Float4> total,
        ArrayView<Float4> velocities,
        ArrayView<Float4> gains,
        ArrayView<Float4> moved,
        TsneEpoch epoch
    )
    {
        Float4 at = positions[vertex];
        Float4 pull = default(Float4);
        int end = graph.RowStart[vertex + 1];
        for (int edge = graph.RowStart[vertex]; edge < end; edge++)
        {
            Float4 other = positions[graph.Neighbours[edge]];
            float dx = at.X - other.X,
                dy = at.Y - other.Y,
                dz = at.Z - other.Z;
            pull = pull.Plus(
                epoch.Exaggeration * graph.Weights[edge] * TsnePair.Similarity(dx, dy, dz, epoch.Dims),
                new Float4(dx, dy, dz, 0)
            );
        }

        Float4 push = pushes[vertex],
            velocity = velocities[vertex],
            gain = gains[vertex];
        float inverseSum = 1 / XMath.Max(total[0].W, epoch.MinSum);
        float gradientX = Gradient(pull.X, push.X, inverseSum, epoch.Dims);
        float gradientY = Gradient(pull.Y, push.Y, inverseSum, epoch.Dims);
        float gradientZ = Gradient(pull.Z, push.Z, inverseSum, epoch.Dims);
        gain = new Float4(Gain(gain.X, velocity.X, gradientX), Gain(gain.Y, velocity.Y, gradientY), Gain(gain.Z, velocity.Z, gradientZ), 0);
        velocity = new Float4(
            Velocity(epoch, velocity.X, gain.X, gradientX),
            Velocity(epoch, velocity.Y, gain.Y, gradientY),
            Velocity(epoch, velocity.Z, gain.Z, gradientZ),
            0
        );
        gains[vertex] = gain;
        velocities[vertex] = velocity;
        moved[vertex] = at.Plus(1, velocity);
    }

    private static float Gradient(float pull, float push, float inverseSum, int dims) =>
        dims == 2
            ? TsneForces<ScalarFloat, PlaneKernel>.Gradient(new(pull), new(push), new(inverseSum)).Value
            : TsneForces<ScalarFloat, SpaceKernel>.Gradient(new(pull), new(push), new(inverseSum)).Value;

    // Gains and velocities are the same in the plane and in space.
    private static float Gain(float gain, float velocity, float gradient) =>
        TsneForces<ScalarFloat, SpaceKernel>.Gain(new(gain), new(velocity), new(gradient)).Value;

    private static float Velocity(TsneEpoch epoch, float velocity, float gain, float gradient) =>
        TsneForces<ScalarFloat, SpaceKernel>
            .Velocity(new(epoch.Momentum), new(velocity), new(epoch.LearningRate), new(gain), new(gradient))
            .Value;
}
