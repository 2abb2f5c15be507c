using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Core.Lanes;

/// <summary>
/// Sixteen floats in two AVX2 registers. A formula's operations then come in independent twos, so that the processor works on one while the other waits out its
/// latency: faster than <see cref="Vector256Lane"/> where each result depends on the one before. Flat, not a pair of lanes: the JIT inlines only so deep.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Vector256PairLane(Vector256<float> low, Vector256<float> high) : IVectorLane<Vector256PairLane>
{
    public readonly Vector256<float> Low = low;
    public readonly Vector256<float> High = high;

    public static int Width => 2 * Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Of(double value) =>
        new(Vector256.Create((float)value), Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Broadcast(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane operator +(Vector256PairLane left, Vector256PairLane right) =>
        new(left.Low + right.Low, left.High + right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane operator -(Vector256PairLane left, Vector256PairLane right) =>
        new(left.Low - right.Low, left.High - right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane operator *(Vector256PairLane left, Vector256PairLane right) =>
        new(left.Low * right.Low, left.High * right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane operator /(Vector256PairLane left, Vector256PairLane right) =>
        new(left.Low / right.Low, left.High / right.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Min(Vector256PairLane left, Vector256PairLane right) =>
        new(Vector256.MinNative(left.Low, right.Low), Vector256.MinNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Max(Vector256PairLane left, Vector256PairLane right) =>
        new(Vector256.MaxNative(left.Low, right.Low), Vector256.MaxNative(left.High, right.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Sqrt(Vector256PairLane value) =>
        new(Vector256.Sqrt(value.Low), Vector256.Sqrt(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane InverseSqrt(Vector256PairLane value) =>
        new(Vector256Lane.InverseSqrt(new(value.Low)).Value, Vector256Lane.InverseSqrt(new(value.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Pow(Vector256PairLane x, Vector256PairLane y) =>
        VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane SelectGreater(Vector256PairLane left, Vector256PairLane right, Vector256PairLane then, Vector256PairLane otherwise) =>
        new(
            Vector256.ConditionalSelect(Vector256.GreaterThan(left.Low, right.Low), then.Low, otherwise.Low),
            Vector256.ConditionalSelect(Vector256.GreaterThan(left.High, right.High), then.High, otherwise.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane MultiplyAdd(Vector256PairLane left, Vector256PairLane right, Vector256PairLane addend) =>
        new(Vector256.MultiplyAddEstimate(left.Low, right.Low, addend.Low), Vector256.MultiplyAddEstimate(left.High, right.High, addend.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Round(Vector256PairLane value) =>
        new(Vector256.Round(value.Low), Vector256.Round(value.High));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane PowerOfTwo(Vector256PairLane exponent) =>
        new(Vector256Lane.PowerOfTwo(new(exponent.Low)).Value, Vector256Lane.PowerOfTwo(new(exponent.High)).Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Vector256PairLane value, out Vector256PairLane mantissa, out Vector256PairLane exponent)
    {
        Vector256Lane.Split(new(value.Low), out var lowMantissa, out var lowExponent);
        Vector256Lane.Split(new(value.High), out var highMantissa, out var highExponent);
        mantissa = new(lowMantissa.Value, highMantissa.Value);
        exponent = new(lowExponent.Value, highExponent.Value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256PairLane Load(ref readonly float source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in source, (nuint)Vector256<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256PairLane value, ref float target)
    {
        value.Low.StoreUnsafe(ref target);
        value.High.StoreUnsafe(ref target, (nuint)Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256PairLane value) => Vector256.Sum(value.Low + value.High);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(ref readonly Vector4 points, ref readonly int indices, out Vector256PairLane x, out Vector256PairLane y, out Vector256PairLane z)
    {
        Vector256Lane.Gather(in points, in indices, out var lowX, out var lowY, out var lowZ);
        Vector256Lane.Gather(in points, in Unsafe.Add(ref Unsafe.AsRef(in indices), Vector256<float>.Count), out var highX, out var highY, out var highZ);
        x = new(lowX.Value, highX.Value);
        y = new(lowY.Value, highY.Value);
        z = new(lowZ.Value, highZ.Value);
    }
}
