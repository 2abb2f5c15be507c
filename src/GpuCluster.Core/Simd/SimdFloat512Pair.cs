using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Core.Simd;

/// <summary>
/// Thirty-two floats in two AVX-512 registers, for the reason and in the form of <see cref="SimdFloat256Pair"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimdFloat512Pair(Vector512<float> low, Vector512<float> high) : ISimdVector<SimdFloat512Pair>
{
    public readonly Vector512<float> Low = low;
    public readonly Vector512<float> High = high;

    public static int Width => 2 * Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Of(double value) => new(Vector512.Create((float)value), Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Broadcast(float value) => new(Vector512.Create(value), Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair operator +(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(left.Low + right.Low, left.High + right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair operator -(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(left.Low - right.Low, left.High - right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair operator *(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(left.Low * right.Low, left.High * right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair operator /(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(left.Low / right.Low, left.High / right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Min(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(Vector512.MinNative(left.Low, right.Low), Vector512.MinNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Max(SimdFloat512Pair left, SimdFloat512Pair right) =>
        new(Vector512.MaxNative(left.Low, right.Low), Vector512.MaxNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Sqrt(SimdFloat512Pair value) => new(Vector512.Sqrt(value.Low), Vector512.Sqrt(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair InverseSqrt(SimdFloat512Pair value) =>
        new(SimdFloat512.InverseSqrt(new(value.Low)).Value, SimdFloat512.InverseSqrt(new(value.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Pow(SimdFloat512Pair x, SimdFloat512Pair y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair SelectGreater(
        SimdFloat512Pair left,
        SimdFloat512Pair right,
        SimdFloat512Pair then,
        SimdFloat512Pair otherwise
    ) =>
        new(
            Vector512.ConditionalSelect(Vector512.GreaterThan(left.Low, right.Low), then.Low, otherwise.Low),
            Vector512.ConditionalSelect(Vector512.GreaterThan(left.High, right.High), then.High, otherwise.High)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair MultiplyAdd(SimdFloat512Pair left, SimdFloat512Pair right, SimdFloat512Pair addend) =>
        new(
            Vector512.MultiplyAddEstimate(left.Low, right.Low, addend.Low),
            Vector512.MultiplyAddEstimate(left.High, right.High, addend.High)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Round(SimdFloat512Pair value) => new(Vector512.Round(value.Low), Vector512.Round(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Scale(SimdFloat512Pair value, SimdFloat512Pair exponent) =>
        new(SimdFloat512.Scale(new(value.Low), new(exponent.Low)).Value, SimdFloat512.Scale(new(value.High), new(exponent.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(SimdFloat512Pair value, out SimdFloat512Pair mantissa, out SimdFloat512Pair exponent)
    {
        SimdFloat512.Split(new(value.Low), out SimdFloat512 lowMantissa, out SimdFloat512 lowExponent);
        SimdFloat512.Split(new(value.High), out SimdFloat512 highMantissa, out SimdFloat512 highExponent);
        mantissa = new(lowMantissa.Value, highMantissa.Value);
        exponent = new(lowExponent.Value, highExponent.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512Pair Load(ref readonly float source) =>
        new(Vector512.LoadUnsafe(in source), Vector512.LoadUnsafe(in source, (nuint)Vector512<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdFloat512Pair value, ref float target)
    {
        value.Low.StoreUnsafe(ref target);
        value.High.StoreUnsafe(ref target, (nuint)Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(SimdFloat512Pair value) => Vector512.Sum(value.Low + value.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(
        ref readonly Vector4 points,
        ref readonly int indices,
        out SimdFloat512Pair x,
        out SimdFloat512Pair y,
        out SimdFloat512Pair z
    )
    {
        SimdFloat512.Gather(in points, in indices, out SimdFloat512 lowX, out SimdFloat512 lowY, out SimdFloat512 lowZ);
        SimdFloat512.Gather(
            in points,
            in Unsafe.Add(ref Unsafe.AsRef(in indices), Vector512<float>.Count),
            out SimdFloat512 highX,
            out SimdFloat512 highY,
            out SimdFloat512 highZ
        );
        x = new(lowX.Value, highX.Value);
        y = new(lowY.Value, highY.Value);
        z = new(lowZ.Value, highZ.Value);
    }
}
