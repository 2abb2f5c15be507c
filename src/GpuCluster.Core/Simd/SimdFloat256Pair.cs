using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Core.Simd;

/// <summary>
/// Sixteen floats in two AVX2 registers. A formula's operations then come in independent twos, so that the processor works on one while the
/// other waits out its latency: faster than <see cref="SimdFloat256"/> where each result depends on the one before. Flat, not a pair of
/// lanes: the JIT inlines only so deep.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimdFloat256Pair(Vector256<float> low, Vector256<float> high) : ISimdVector<SimdFloat256Pair>
{
    public readonly Vector256<float> Low = low;
    public readonly Vector256<float> High = high;

    public static int Width => 2 * Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Of(double value) => new(Vector256.Create((float)value), Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Broadcast(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair operator +(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(left.Low + right.Low, left.High + right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair operator -(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(left.Low - right.Low, left.High - right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair operator *(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(left.Low * right.Low, left.High * right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair operator /(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(left.Low / right.Low, left.High / right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Min(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(Vector256.MinNative(left.Low, right.Low), Vector256.MinNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Max(SimdFloat256Pair left, SimdFloat256Pair right) =>
        new(Vector256.MaxNative(left.Low, right.Low), Vector256.MaxNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Sqrt(SimdFloat256Pair value) => new(Vector256.Sqrt(value.Low), Vector256.Sqrt(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair InverseSqrt(SimdFloat256Pair value) =>
        new(SimdFloat256.InverseSqrt(new(value.Low)).Value, SimdFloat256.InverseSqrt(new(value.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Pow(SimdFloat256Pair x, SimdFloat256Pair y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair SelectGreater(
        SimdFloat256Pair left,
        SimdFloat256Pair right,
        SimdFloat256Pair then,
        SimdFloat256Pair otherwise
    ) =>
        new(
            Vector256.ConditionalSelect(Vector256.GreaterThan(left.Low, right.Low), then.Low, otherwise.Low),
            Vector256.ConditionalSelect(Vector256.GreaterThan(left.High, right.High), then.High, otherwise.High)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair MultiplyAdd(SimdFloat256Pair left, SimdFloat256Pair right, SimdFloat256Pair addend) =>
        new(
            Vector256.MultiplyAddEstimate(left.Low, right.Low, addend.Low),
            Vector256.MultiplyAddEstimate(left.High, right.High, addend.High)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Round(SimdFloat256Pair value) => new(Vector256.Round(value.Low), Vector256.Round(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Scale(SimdFloat256Pair value, SimdFloat256Pair exponent) =>
        new(SimdFloat256.Scale(new(value.Low), new(exponent.Low)).Value, SimdFloat256.Scale(new(value.High), new(exponent.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(SimdFloat256Pair value, out SimdFloat256Pair mantissa, out SimdFloat256Pair exponent)
    {
        SimdFloat256.Split(new(value.Low), out SimdFloat256 lowMantissa, out SimdFloat256 lowExponent);
        SimdFloat256.Split(new(value.High), out SimdFloat256 highMantissa, out SimdFloat256 highExponent);
        mantissa = new(lowMantissa.Value, highMantissa.Value);
        exponent = new(lowExponent.Value, highExponent.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256Pair Load(ref readonly float source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in source, (nuint)Vector256<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdFloat256Pair value, ref float target)
    {
        value.Low.StoreUnsafe(ref target);
        value.High.StoreUnsafe(ref target, (nuint)Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(SimdFloat256Pair value) => Vector256.Sum(value.Low + value.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(
        ref readonly Vector4 points,
        ref readonly int indices,
        out SimdFloat256Pair x,
        out SimdFloat256Pair y,
        out SimdFloat256Pair z
    )
    {
        SimdFloat256.Gather(in points, in indices, out SimdFloat256 lowX, out SimdFloat256 lowY, out SimdFloat256 lowZ);
        SimdFloat256.Gather(
            in points,
            in Unsafe.Add(ref Unsafe.AsRef(in indices), Vector256<float>.Count),
            out SimdFloat256 highX,
            out SimdFloat256 highY,
            out SimdFloat256 highZ
        );
        x = new(lowX.Value, highX.Value);
        y = new(lowY.Value, highY.Value);
        z = new(lowZ.Value, highZ.Value);
    }
}
