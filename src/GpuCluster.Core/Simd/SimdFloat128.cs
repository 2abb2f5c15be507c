using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Core.Simd;

/// <summary>Four floats: SSE and NEON.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimdFloat128(Vector128<float> value) : ISimdVector<SimdFloat128>
{
    public readonly Vector128<float> Value = value;

    public static int Width => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Of(double value) => new(Vector128.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 operator +(SimdFloat128 left, SimdFloat128 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 operator -(SimdFloat128 left, SimdFloat128 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 operator *(SimdFloat128 left, SimdFloat128 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 operator /(SimdFloat128 left, SimdFloat128 right) => new(left.Value / right.Value);

    // The native minimum and maximum are one instruction; they differ from MathF's for NaN only, and no formula here makes one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Min(SimdFloat128 left, SimdFloat128 right) => new(Vector128.MinNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Max(SimdFloat128 left, SimdFloat128 right) => new(Vector128.MaxNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Sqrt(SimdFloat128 value) => new(Vector128.Sqrt(value.Value));

    // One step of Newton's doubles the digits of the processor's estimate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 InverseSqrt(SimdFloat128 value)
    {
        if (!Sse.IsSupported)
            return new(Vector128<float>.One / Vector128.Sqrt(value.Value));
        Vector128<float> estimate = Sse.ReciprocalSqrt(value.Value);
        return new(estimate * (Vector128.Create(1.5f) - (value.Value * Vector128.Create(0.5f) * estimate * estimate)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Pow(SimdFloat128 x, SimdFloat128 y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 SelectGreater(SimdFloat128 left, SimdFloat128 right, SimdFloat128 then, SimdFloat128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left.Value, right.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 MultiplyAdd(SimdFloat128 left, SimdFloat128 right, SimdFloat128 addend) =>
        new(Vector128.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Round(SimdFloat128 value) => new(Vector128.Round(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Scale(SimdFloat128 value, SimdFloat128 exponent) =>
        new(value.Value * ((Vector128.ConvertToInt32Native(exponent.Value) + Vector128.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(SimdFloat128 value, out SimdFloat128 mantissa, out SimdFloat128 exponent)
    {
        // Bits count linearly from sqrt(1/2) (0x3F3504F3): what is above whole exponents is the mantissa's own.
        Vector128<int> offset = value.Value.AsInt32() - Vector128.Create(0x3F3504F3);
        mantissa = new(((offset & Vector128.Create(0x007FFFFF)) + Vector128.Create(0x3F3504F3)).AsSingle());
        exponent = new(Vector128.ConvertToSingle(offset >> 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat128 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdFloat128 value, ref float target) => value.Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(SimdFloat128 value) => Vector128.Sum(value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(
        ref readonly Vector4 points,
        ref readonly int indices,
        out SimdFloat128 x,
        out SimdFloat128 y,
        out SimdFloat128 z
    )
    {
        Vector128<float> p0 = At(in points, in indices, 0),
            p1 = At(in points, in indices, 1),
            p2 = At(in points, in indices, 2),
            p3 = At(in points, in indices, 3);
        x = new(Vector128.Create(p0.GetElement(0), p1.GetElement(0), p2.GetElement(0), p3.GetElement(0)));
        y = new(Vector128.Create(p0.GetElement(1), p1.GetElement(1), p2.GetElement(1), p3.GetElement(1)));
        z = new(Vector128.Create(p0.GetElement(2), p1.GetElement(2), p2.GetElement(2), p3.GetElement(2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> At(ref readonly Vector4 points, ref readonly int indices, int lane) =>
        Unsafe.Add(ref Unsafe.AsRef(in points), Unsafe.Add(ref Unsafe.AsRef(in indices), lane)).AsVector128();
}
