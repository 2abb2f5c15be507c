using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Core.Simd;

/// <summary>Eight floats: x86 processors with AVX2; check <see cref="Vector256.IsHardwareAccelerated"/> first.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimdFloat256(Vector256<float> value) : ISimdVector<SimdFloat256>
{
    public readonly Vector256<float> Value = value;

    public static int Width => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Of(double value) => new(Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 operator +(SimdFloat256 left, SimdFloat256 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 operator -(SimdFloat256 left, SimdFloat256 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 operator *(SimdFloat256 left, SimdFloat256 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 operator /(SimdFloat256 left, SimdFloat256 right) => new(left.Value / right.Value);

    // The native minimum and maximum are one instruction; they differ from MathF's for NaN only, and no formula here makes one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Min(SimdFloat256 left, SimdFloat256 right) => new(Vector256.MinNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Max(SimdFloat256 left, SimdFloat256 right) => new(Vector256.MaxNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Sqrt(SimdFloat256 value) => new(Vector256.Sqrt(value.Value));

    // One step of Newton's doubles the digits of the processor's estimate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 InverseSqrt(SimdFloat256 value)
    {
        if (!Avx.IsSupported)
            return new(Vector256<float>.One / Vector256.Sqrt(value.Value));
        Vector256<float> estimate = Avx.ReciprocalSqrt(value.Value);
        return new(estimate * (Vector256.Create(1.5f) - (value.Value * Vector256.Create(0.5f) * estimate * estimate)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Pow(SimdFloat256 x, SimdFloat256 y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 SelectGreater(SimdFloat256 left, SimdFloat256 right, SimdFloat256 then, SimdFloat256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left.Value, right.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 MultiplyAdd(SimdFloat256 left, SimdFloat256 right, SimdFloat256 addend) =>
        new(Vector256.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Round(SimdFloat256 value) => new(Vector256.Round(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Scale(SimdFloat256 value, SimdFloat256 exponent) =>
        new(value.Value * ((Vector256.ConvertToInt32Native(exponent.Value) + Vector256.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(SimdFloat256 value, out SimdFloat256 mantissa, out SimdFloat256 exponent)
    {
        // Bits count linearly from sqrt(1/2) (0x3F3504F3): what is above whole exponents is the mantissa's own.
        Vector256<int> offset = value.Value.AsInt32() - Vector256.Create(0x3F3504F3);
        mantissa = new(((offset & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle());
        exponent = new(Vector256.ConvertToSingle(offset >> 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat256 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdFloat256 value, ref float target) => value.Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(SimdFloat256 value) => Vector256.Sum(value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(
        ref readonly Vector4 points,
        ref readonly int indices,
        out SimdFloat256 x,
        out SimdFloat256 y,
        out SimdFloat256 z
    )
    {
        // Point j beside point j + 4, then a 4 x 4 transpose in each half: a third of the cost of the gather instruction.
        Vector256<float> p0 = Pair(in points, in indices, 0),
            p1 = Pair(in points, in indices, 1),
            p2 = Pair(in points, in indices, 2),
            p3 = Pair(in points, in indices, 3);
        Vector256<float> low01 = Avx.UnpackLow(p0, p1),
            low23 = Avx.UnpackLow(p2, p3);
        x = new(Avx.Shuffle(low01, low23, 0b01_00_01_00));
        y = new(Avx.Shuffle(low01, low23, 0b11_10_11_10));
        z = new(Avx.Shuffle(Avx.UnpackHigh(p0, p1), Avx.UnpackHigh(p2, p3), 0b01_00_01_00));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(ref readonly Vector4 points, ref readonly int indices, int lane) =>
        Vector256.Create(At(in points, in indices, lane), At(in points, in indices, lane + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> At(ref readonly Vector4 points, ref readonly int indices, int lane) =>
        Unsafe.Add(ref Unsafe.AsRef(in points), Unsafe.Add(ref Unsafe.AsRef(in indices), lane)).AsVector128();
}
