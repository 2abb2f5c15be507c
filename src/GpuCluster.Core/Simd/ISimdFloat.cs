namespace GpuCluster.Core.Simd;

/// <summary>
/// One or several floating-point numbers that one formula treats alike: a float (GPU kernels, tails), a double (checks), or a SIMD vector.
/// A formula that is generic over its lane is written once and compiled for each. It has only what every device supports: static members
/// over structs, no branches on values.
/// </summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
public interface ISimdFloat<TSelf>
    where TSelf : struct, ISimdFloat<TSelf>
{
    /// <summary>The same number in every lane. Kernels call it with literals only: the conversion is folded away.</summary>
    static abstract TSelf Of(double value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>1 / sqrt(x), for normal x above 0; where the processor estimates it, refined to a relative error below 3e-7.</summary>
    static abstract TSelf InverseSqrt(TSelf value);

    /// <summary>x to the power y, for normal x above 0.</summary>
    static abstract TSelf Pow(TSelf x, TSelf y);

    /// <summary>Lane by lane: <paramref name="then"/> where left > right, <paramref name="otherwise"/> elsewhere.</summary>
    static abstract TSelf SelectGreater(TSelf left, TSelf right, TSelf then, TSelf otherwise);
}
