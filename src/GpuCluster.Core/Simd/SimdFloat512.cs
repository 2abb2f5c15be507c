using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Core.Simd;

/// <summary>Sixteen floats: processors with AVX-512; check <see cref="Vector512.IsHardwareAccelerated"/> first.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct SimdFloat512(Vector512<float> value) : ISimdVector<SimdFloat512>
{
    public readonly Vector512<float> Value = value;

    public static int Width => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Of(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 operator +(SimdFloat512 left, SimdFloat512 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 operator -(SimdFloat512 left, SimdFloat512 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 operator *(SimdFloat512 left, SimdFloat512 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 operator /(SimdFloat512 left, SimdFloat512 right) => new(left.Value / right.Value);

    // The native minimum and maximum are one instruction; they differ from MathF's for NaN only, and no formula here makes one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Min(SimdFloat512 left, SimdFloat512 right) => new(Vector512.MinNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Max(SimdFloat512 left, SimdFloat512 right) => new(Vector512.MaxNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Sqrt(SimdFloat512 value) => new(Vector512.Sqrt(value.Value));

    // One step of Newton's doubles the digits of the processor's estimate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 InverseSqrt(SimdFloat512 value)
    {
        if (!Avx512F.IsSupported)
            return new(Vector512<float>.One / Vector512.Sqrt(value.Value));
        Vector512<float> estimate = Avx512F.ReciprocalSqrt14(value.Value);
        return new(estimate * (Vector512.Create(1.5f) - (value.Value * Vector512.Create(0.5f) * estimate * estimate)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Pow(SimdFloat512 x, SimdFloat512 y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 SelectGreater(SimdFloat512 left, SimdFloat512 right, SimdFloat512 then, SimdFloat512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left.Value, right.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 MultiplyAdd(SimdFloat512 left, SimdFloat512 right, SimdFloat512 addend) =>
        new(Vector512.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Round(SimdFloat512 value) => new(Vector512.Round(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Scale(SimdFloat512 value, SimdFloat512 exponent) =>
        new(
            Avx512F.IsSupported
                ? Avx512F.Scale(value.Value, exponent.Value)
                : value.Value * ((Vector512.ConvertToInt32Native(exponent.Value) + Vector512.Create(127)) << 23).AsSingle()
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(SimdFloat512 value, out SimdFloat512 mantissa, out SimdFloat512 exponent)
    {
        // Bits count linearly from sqrt(1/2) (0x3F3504F3): what is above whole exponents is the mantissa's own.
        Vector512<int> offset = value.Value.AsInt32() - Vector512.Create(0x3F3504F3);
        mantissa = new(((offset & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle());
        exponent = new(Vector512.ConvertToSingle(offset >> 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdFloat512 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SimdFloat512 value, ref float target) => value.Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(SimdFloat512 value) => Vector512.Sum(value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(
        ref readonly Vector4 points,
        ref readonly int indices,
        out SimdFloat512 x,
        out SimdFloat512 y,
        out SimdFloat512 z
    )
    {
        SimdFloat256.Gather(in points, in indices, out SimdFloat256 lowX, out SimdFloat256 lowY, out SimdFloat256 lowZ);
        SimdFloat256.Gather(
            in points,
            in Unsafe.Add(ref Unsafe.AsRef(in indices), SimdFloat256.Width),
            out SimdFloat256 highX,
            out SimdFloat256 highY,
            out SimdFloat256 highZ
        );
        x = new(Join(lowX, highX));
        y = new(Join(lowY, highY));
        z = new(Join(lowZ, highZ));
    }

    // Vector512.Create of two halves keeps what the register held before, and so waits for the iteration before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Join(SimdFloat256 low, SimdFloat256 high) => low.Value.ToVector512Unsafe().WithUpper(high.Value);
}
