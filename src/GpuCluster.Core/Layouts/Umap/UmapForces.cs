using System.Runtime.CompilerServices;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The forces between a pair of points in UMAP. With q(d) = 1 / (1 + a d^2b) the loss of an edge is -log q and of a non-edge -gamma log(1 -
/// q); the force on the head is a coefficient times (head - other), each component clipped to +-4, then multiplied by alpha. The
/// coefficients are umap-learn's gradients, McInnes, Healy and Melville 2018, section 3.2: 0.001 keeps the repulsion of coinciding points
/// finite.
/// </summary>
/// <typeparam name="TFloat">The number of pairs at a time and their precision.</typeparam>
public static class UmapForces<TFloat>
    where TFloat : struct, ISimdFloat<TFloat>
{
    /// <summary>
    /// The lower clamp of squared distances. It keeps the power in the attraction finite and changes no visible step, as the coordinate
    /// difference is below 1e-10 too.
    /// </summary>
    private const double MinSquaredDistance = 1e-20;

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
    public static TFloat Attraction(TFloat squaredDistance, TFloat a, TFloat b)
    {
        TFloat d2 = Bounded(squaredDistance);
        TFloat power = a * TFloat.Pow(d2, b);
        return TFloat.Of(-2) * b * power / (d2 * (TFloat.Of(1) + power));
    }

    /// <summary>Repulsion from a point drawn at random: 2 gamma b / ((0.001 + d2)(1 + a d2^b)); 0 or more.</summary>
    /// <param name="squaredDistance">0 or more.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="gamma">0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Repulsion(TFloat squaredDistance, TFloat a, TFloat b, TFloat gamma)
    {
        TFloat d2 = Bounded(squaredDistance);
        TFloat power = a * TFloat.Pow(d2, b);
        return TFloat.Of(2) * gamma * b / ((TFloat.Of(Softening) + d2) * (TFloat.Of(1) + power));
    }

    /// <summary>
    /// <see cref="Attraction"/> where <paramref name="pull"/> is above 0 and <see cref="Repulsion"/> elsewhere, with one power and one
    /// division, for lanes that are at different places in their lists.
    /// </summary>
    /// <param name="pull">Above 0 for an attraction.</param>
    /// <param name="squaredDistance">0 or more.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="attraction">-2b, or another factor of a pull.</param>
    /// <param name="repulsion">2 gamma b, or another factor of a push.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Either(TFloat pull, TFloat squaredDistance, TFloat a, TFloat b, TFloat attraction, TFloat repulsion)
    {
        TFloat d2 = Bounded(squaredDistance);
        TFloat power = a * TFloat.Pow(d2, b);
        TFloat zero = TFloat.Of(0);
        TFloat numerator = TFloat.SelectGreater(pull, zero, attraction * power, repulsion);
        TFloat offset = TFloat.SelectGreater(pull, zero, zero, TFloat.Of(Softening));
        return numerator / ((offset + d2) * (TFloat.Of(1) + power));
    }

    /// <summary>One component of the force, clipped to -4..4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Clip(TFloat component) => TFloat.Max(TFloat.Of(-4), TFloat.Min(TFloat.Of(4), component));

    /// <summary>A squared distance, clamped to the range of the powers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TFloat Bounded(TFloat squaredDistance) =>
        TFloat.Min(TFloat.Of(GreatestSquaredDistance), TFloat.Max(TFloat.Of(MinSquaredDistance), squaredDistance));
}
