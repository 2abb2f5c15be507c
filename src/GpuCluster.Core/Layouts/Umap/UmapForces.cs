using System.Runtime.CompilerServices;
using GpuCluster.Core.Lanes;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The forces between a pair of points in UMAP. With q(d) = 1 / (1 + a d^2b) the loss of an edge is -log q and of a non-edge -gamma log(1 -
/// q); the force on the head is a coefficient times (head - other), each component clipped to +-4, then multiplied by alpha. The
/// coefficients are umap-learn's gradients, McInnes, Healy and Melville 2018, section 3.2: 0.001 keeps the repulsion of coinciding points
/// finite.
/// </summary>
/// <typeparam name="TLane">The number of pairs at a time and their precision.</typeparam>
public static class UmapForces<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>
    /// The lower clamp of squared distances. It keeps the power in the attraction finite and changes no visible step, as the coordinate
    /// difference is below 1e-10 too.
    /// </summary>
    private const double LeastSquaredDistance = 1e-20;

    /// <summary>The upper clamp: forces at a distance of a million are negligible, and the power stays within a float's range.</summary>
    private const double GreatestSquaredDistance = 1e12;

    /// <summary>
    /// Added to squared distances in the repulsion, as in umap-learn, so that the repulsion of coinciding points is finite.
    /// </summary>
    internal const double Softening = 0.001;

    /// <summary>Attraction along an edge: -2ab d2^(b-1) / (1 + a d2^b); 0 or less.</summary>
    /// <param name="squaredDistance">0 or more.</param>
    /// <param name="a">Above 0, see <see cref="UmapCurve"/>.</param>
    /// <param name="b">Above 0, see <see cref="UmapCurve"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Attraction(TLane squaredDistance, TLane a, TLane b)
    {
        var d2 = Bounded(squaredDistance);
        var power = a * TLane.Pow(d2, b);
        return TLane.Of(-2) * b * power / (d2 * (TLane.Of(1) + power));
    }

    /// <summary>Repulsion from a point drawn at random: 2 gamma b / ((0.001 + d2)(1 + a d2^b)); 0 or more.</summary>
    /// <param name="squaredDistance">0 or more.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="gamma">0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Repulsion(TLane squaredDistance, TLane a, TLane b, TLane gamma)
    {
        var d2 = Bounded(squaredDistance);
        var power = a * TLane.Pow(d2, b);
        return TLane.Of(2) * gamma * b / ((TLane.Of(Softening) + d2) * (TLane.Of(1) + power));
    }

    /// <summary>
    /// <see cref="Attraction"/> where <paramref name="pull"/> is above 0 and <see cref="Repulsion"/> elsewhere, with one power and one
    /// division, for lanes that are at different places in their lists.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Either(TLane pull, TLane squaredDistance, TLane a, TLane b, TLane gamma)
    {
        var d2 = Bounded(squaredDistance);
        var power = a * TLane.Pow(d2, b);
        var zero = TLane.Of(0);
        var twoB = b + b;
        var numerator = TLane.SelectGreater(pull, zero, zero - (twoB * power), twoB * gamma);
        var offset = TLane.SelectGreater(pull, zero, zero, TLane.Of(Softening));
        return numerator / ((offset + d2) * (TLane.Of(1) + power));
    }

    /// <summary>One component of the force, clipped to -4..4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Clip(TLane component) => TLane.Max(TLane.Of(-4), TLane.Min(TLane.Of(4), component));

    /// <summary>A squared distance, clamped to the range of the powers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLane Bounded(TLane squaredDistance) =>
        TLane.Min(TLane.Of(GreatestSquaredDistance), TLane.Max(TLane.Of(LeastSquaredDistance), squaredDistance));
}
