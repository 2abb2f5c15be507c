using System.Numerics;

namespace GpuCluster.Core.Simd;

/// <summary>A lane of several floats in one SIMD register, with what a loop over arrays needs besides arithmetic.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
public interface ISimdVector<TSelf> : ISimdFloat<TSelf>
    where TSelf : struct, ISimdVector<TSelf>
{
    /// <summary>The number of floats.</summary>
    static abstract int Width { get; }

    /// <summary>The same float in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads Width floats that follow each other from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(ref readonly float source);

    /// <summary>Writes Width floats from <paramref name="target"/> on.</summary>
    static abstract void Store(TSelf value, ref float target);

    /// <summary>All lanes together, in an order that depends on the register's width alone.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>Reads the points at Width indices, transposed: all x in one lane, all y, all z. Indices are not checked.</summary>
    static abstract void Gather(ref readonly Vector4 points, ref readonly int indices, out TSelf x, out TSelf y, out TSelf z);

    /// <summary>left * right + addend, fused where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The nearest whole number.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>value x 2^exponent for a whole exponent from -126 to 127.</summary>
    static abstract TSelf Scale(TSelf value, TSelf exponent);

    /// <summary>value = mantissa x 2^exponent with the mantissa from sqrt(1/2) to sqrt(2), for normal values above 0.</summary>
    static abstract void Split(TSelf value, out TSelf mantissa, out TSelf exponent);
}
