using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// The operations of the tile kernels over one register width; the JIT makes one kernel of each implementation. They take the processor's
/// vector types as they are: over <see cref="Core.Simd.ISimdVector{TSelf}"/>, which wraps them, .NET 10 copies a register after each of
/// twelve multiply-adds (5 % more time for the exact search of 10,000 digits).
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ITileRegister<TVector>
    where TVector : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads a register from memory aligned to its size.</summary>
    static abstract TVector Load(float* source);

    /// <summary>One float in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>left x right + sum, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector sum);

    /// <summary>sum - |left - right|.</summary>
    static abstract TVector SubtractDifference(TVector left, TVector right, TVector sum);

    /// <summary>Adds to memory, or overwrites it.</summary>
    static abstract void Store(TVector value, float* target, bool add);
}

internal readonly unsafe struct TileRegister128 : ITileRegister<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.LoadAligned(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> sum) =>
        Vector128.MultiplyAddEstimate(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SubtractDifference(Vector128<float> left, Vector128<float> right, Vector128<float> sum) =>
        sum - Vector128.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* target, bool add) =>
        (add ? value + Vector128.LoadAligned(target) : value).StoreAligned(target);
}

internal readonly unsafe struct TileRegister256 : ITileRegister<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.LoadAligned(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SubtractDifference(Vector256<float> left, Vector256<float> right, Vector256<float> sum) =>
        sum - Vector256.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* target, bool add) =>
        (add ? value + Vector256.LoadAligned(target) : value).StoreAligned(target);
}

internal readonly unsafe struct TileRegister512 : ITileRegister<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.LoadAligned(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> sum) =>
        Vector512.MultiplyAddEstimate(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SubtractDifference(Vector512<float> left, Vector512<float> right, Vector512<float> sum) =>
        sum - Vector512.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* target, bool add) =>
        (add ? value + Vector512.LoadAligned(target) : value).StoreAligned(target);
}
