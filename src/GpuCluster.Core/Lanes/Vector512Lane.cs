using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuCluster.Core.Lanes;

/// <summary>Sixteen floats: processors with AVX-512; check <see cref="Vector512.IsHardwareAccelerated"/> first.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Vector512Lane(Vector512<float> value) : IVectorLane<Vector512Lane>
{
    public readonly Vector512<float> Value = value;

    public static int Width => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Of(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator +(Vector512Lane left, Vector512Lane right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator -(Vector512Lane left, Vector512Lane right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator *(Vector512Lane left, Vector512Lane right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator /(Vector512Lane left, Vector512Lane right) => new(left.Value / right.Value);

    // The native minimum and maximum are one instruction; they differ from MathF's for NaN only, and no formula here makes one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Min(Vector512Lane left, Vector512Lane right) => new(Vector512.MinNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Max(Vector512Lane left, Vector512Lane right) => new(Vector512.MaxNative(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Sqrt(Vector512Lane value) => new(Vector512.Sqrt(value.Value));

    // One step of Newton's doubles the digits of the processor's estimate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane InverseSqrt(Vector512Lane value)
    {
        if (!Avx512F.IsSupported) return new(Vector512<float>.One / Vector512.Sqrt(value.Value));
        var estimate = Avx512F.ReciprocalSqrt14(value.Value);
        return new(estimate * (Vector512.Create(1.5f) - (value.Value * Vector512.Create(0.5f) * estimate * estimate)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Pow(Vector512Lane x, Vector512Lane y) => VectorPower.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane SelectGreater(Vector512Lane left, Vector512Lane right, Vector512Lane then, Vector512Lane otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left.Value, right.Value), then.Value, otherwise.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane MultiplyAdd(Vector512Lane left, Vector512Lane right, Vector512Lane addend) =>
        new(Vector512.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Round(Vector512Lane value) => new(Vector512.Round(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane PowerOfTwo(Vector512Lane exponent) =>
        new(((Vector512.ConvertToInt32Native(exponent.Value) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Vector512Lane value, out Vector512Lane mantissa, out Vector512Lane exponent)
    {
        // Bits count linearly from sqrt(1/2) (0x3F3504F3): what is above whole exponents is the mantissa's own.
        var offset = value.Value.AsInt32() - Vector512.Create(0x3F3504F3);
        mantissa = new(((offset & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle());
        exponent = new(Vector512.ConvertToSingle(offset >> 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Lane value, ref float target) => value.Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512Lane value) => Vector512.Sum(value.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(ref readonly Vector4 points, ref readonly int indices, out Vector512Lane x, out Vector512Lane y, out Vector512Lane z)
    {
        Vector256Lane.Gather(in points, in indices, out var lowX, out var lowY, out var lowZ);
        Vector256Lane.Gather(in points, in Unsafe.Add(ref Unsafe.AsRef(in indices), Vector256Lane.Width), out var highX, out var highY, out var highZ);
        x = new(Vector512.Create(lowX.Value, highX.Value));
        y = new(Vector512.Create(lowY.Value, highY.Value));
        z = new(Vector512.Create(lowZ.Value, highZ.Value));
    }
}
