using System.Runtime.CompilerServices;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The loss that UMAP's steps minimise on average. It is not the cross entropy of McInnes, Healy and Melville 2018, equation 1, in which a
/// pair repels by 1 - w, but the effective loss of negative sampling (Damrich and Hamprecht 2021, "On UMAP's true loss function"). Over the
/// directed edges (i, j) of weight w,
/// <code>-w ln q(i, j)  +  w m gamma (mean over all k of -ln(1 - q(i, k)))</code>
/// with q = 1 / (1 + a d^2b), m negative samples for each action and gamma the weight of repulsion, divided by the number of edges. The
/// first term is summed over every edge; the mean over k is taken from <see cref="Draws"/> points drawn for each i. They depend on the seed
/// alone, so every epoch uses the same points and the curve is smooth. A point drawn for itself does not act and counts as 0, as in the
/// optimisation.
/// </summary>
public static class UmapLoss
{
    /// <summary>Points drawn for each point.</summary>
    public const int Draws = 5;

    private const uint DrawStream = 0x80000006;

    /// <summary>The key of a point's draws.</summary>
    public static uint Key(ulong seed, int vertex) => CounterRandom.Key(seed, DrawStream, (uint)vertex);

    /// <summary>One of the points drawn for a point.</summary>
    /// <param name="key"><see cref="Key"/> of the point.</param>
    /// <param name="draw">0 to <see cref="Draws"/> - 1.</param>
    /// <param name="count">n.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Drawn(uint key, int draw, int count) => CounterRandom.Index(CounterRandom.Bits(key, (uint)draw), count);

    /// <summary>The loss from its sums.</summary>
    /// <param name="attraction">The sum over all directed edges of w times <see cref="UmapLoss{TFloat}.Attraction"/>.</param>
    /// <param name="repulsion">The sum over all points of (the weights of the point's edges) times the sum of
    /// <see cref="UmapLoss{TFloat}.Repulsion"/> over its draws.</param>
    /// <param name="edges">Directed edges.</param>
    /// <param name="options">Negative samples and the weight of repulsion.</param>
    /// <returns>Both terms; 0 where there are no edges.</returns>
    public static LayoutLoss Of(double attraction, double repulsion, int edges, UmapOptions options) =>
        edges == 0 ? default : new LayoutLoss(attraction / edges, repulsion * options.NegativeSamples * options.Repulsion / Draws / edges);
}

/// <summary>The contribution of one pair of points to <see cref="UmapLoss"/>.</summary>
/// <typeparam name="TFloat">The precision.</typeparam>
public static class UmapLoss<TFloat>
    where TFloat : struct, ISimdLogarithm<TFloat>
{
    /// <summary>-ln q = ln(1 + a d^2b); 0 or more.</summary>
    /// <param name="squaredDistance">0 or more.</param>
    /// <param name="a">Above 0, see <see cref="UmapCurve"/>.</param>
    /// <param name="b">Above 0, see <see cref="UmapCurve"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Attraction(TFloat squaredDistance, TFloat a, TFloat b) =>
        TFloat.Log(TFloat.Of(1) + (a * TFloat.Pow(UmapForces<TFloat>.Bounded(squaredDistance), b)));

    /// <summary>
    /// -ln(1 - q) = ln(1 + 1 / (a d^2b)), d^2 taken 0.001 larger: as in the force, coinciding points repel finitely. 0 or more.
    /// </summary>
    /// <inheritdoc cref="Attraction"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Repulsion(TFloat squaredDistance, TFloat a, TFloat b) =>
        TFloat.Log(
            TFloat.Of(1)
                + (
                    TFloat.Of(1)
                    / (a * TFloat.Pow(TFloat.Of(UmapForces<TFloat>.Softening) + UmapForces<TFloat>.Bounded(squaredDistance), b))
                )
        );
}
