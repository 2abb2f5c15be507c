using System.Runtime.CompilerServices;
using GpuCluster.Core.Lanes;

namespace GpuCluster.Core.Layouts;

/// <summary>
/// What pairs do to each other in t-SNE, and how a point answers. With f degrees of freedom, u = 1 / (1 + d²/f), w = u^((f + 1) / 2) and Z the sum of w over all ordered
/// pairs, q = w / Z, and the gradient of the Kullback-Leibler divergence for point i is (2 (f + 1) / f) times the sum over j of (p - q) u (y_i - y_j) (van der
/// Maaten and Hinton 2008, equation 5, for f = 1; van der Maaten 2009 for others). So an edge pulls by p u and every pair pushes by w u / Z. Momentum and gains are
/// the first paper's and scikit-learn's.
/// </summary>
/// <typeparam name="TLane">The number of values at a time and their precision.</typeparam>
/// <typeparam name="TKernel">The distribution.</typeparam>
public static class TsneForces<TLane, TKernel>
    where TLane : struct, ILane<TLane>
    where TKernel : struct, ITsneKernel
{
    /// <summary>u = 1 / (1 + d²/f), by which an edge pulls; 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Pull(TLane squaredDistance) => TLane.Of(1) / Spread(squaredDistance);

    /// <summary>u and w, the similarity, not normalised; both 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Similarity(TLane squaredDistance, out TLane pull)
    {
        if (TKernel.Freedom == 1) return pull = Pull(squaredDistance);
        var root = TLane.InverseSqrt(Spread(squaredDistance));
        pull = root * root;
        return pull * root;
    }

    /// <summary>One component of the gradient.</summary>
    /// <param name="attraction">The sum over edges of p u (y_i - y_j), p exaggerated where it is.</param>
    /// <param name="repulsion">The sum over points of w u (y_i - y_j).</param>
    /// <param name="inverseSum">1 / Z.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Gradient(TLane attraction, TLane repulsion, TLane inverseSum) =>
        TLane.Of(2.0 * (TKernel.Freedom + 1) / TKernel.Freedom) * (attraction - (repulsion * inverseSum));

    /// <summary>How far a coordinate goes at a time relative to its gradient: more while it keeps its direction, less once it turns; at least 0.01.</summary>
    /// <param name="gain">Its gain so far, 1 at first.</param>
    /// <param name="velocity">Its last step.</param>
    /// <param name="gradient">Its gradient now.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Gain(TLane gain, TLane velocity, TLane gradient) =>
        TLane.Max(TLane.Of(0.01), TLane.SelectGreater(TLane.Of(0), velocity * gradient, gain + TLane.Of(0.2), gain * TLane.Of(0.8)));

    /// <summary>The next step of a coordinate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Velocity(TLane momentum, TLane velocity, TLane learningRate, TLane gain, TLane gradient) =>
        (momentum * velocity) - (learningRate * gain * gradient);

    private static TLane Spread(TLane squaredDistance) => TLane.Of(1) + (TKernel.Freedom == 1 ? squaredDistance : squaredDistance * TLane.Of(1.0 / TKernel.Freedom));
}
