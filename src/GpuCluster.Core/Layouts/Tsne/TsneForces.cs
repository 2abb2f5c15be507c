using System.Runtime.CompilerServices;
using GpuCluster.Core.Lanes;

namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// What pairs do to each other in t-SNE, and how a point answers. With f degrees of freedom, w = (1 + d²/f)^(-(f + 1) / 2) and Z the sum of w over all ordered pairs,
/// q = w / Z, and a point moves against (2 (f + 1) / f) times the sum over j of (p - q) w (y_i - y_j): an edge pulls by p w, every pair pushes by w² / Z. In the plane, where f = 1,
/// that is the gradient of the Kullback-Leibler divergence (van der Maaten and Hinton 2008, equation 5). In space, where f = 2, it is scikit-learn's rule and not the gradient: that has
/// w^(2/3) in place of the last w (van der Maaten 2009). Both rest where p = q; by the rule distant pairs count for less. Of 5,000 digits the gradient's own layout has the
/// lower divergence, 1.10 instead of 1.23, and the worse neighbours: trustworthiness 0.983 instead of 0.986. Momentum and gains are the first paper's and scikit-learn's.
/// </summary>
/// <typeparam name="TLane">The number of values at a time and their precision.</typeparam>
/// <typeparam name="TKernel">The distribution.</typeparam>
public static class TsneForces<TLane, TKernel>
    where TLane : struct, ILane<TLane>
    where TKernel : struct, ITsneKernel
{
    /// <summary>w, the similarity of two points, not normalised; 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Similarity(TLane squaredDistance)
    {
        if (TKernel.Freedom == 1) return TLane.Of(1) / (TLane.Of(1) + squaredDistance);
        var root = TLane.InverseSqrt(TLane.Of(1) + (squaredDistance * TLane.Of(1.0 / TKernel.Freedom)));
        return root * root * root;
    }

    /// <summary>One component of what a point moves against: the gradient, or in space the rule in its place.</summary>
    /// <param name="attraction">The sum over edges of p w (y_i - y_j), p exaggerated where it is.</param>
    /// <param name="repulsion">The sum over points of w² (y_i - y_j).</param>
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
}
