using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>Sums in whole numbers of 2^-32, which do not depend on the order of additions.</summary>
internal readonly struct FixedPointSum : IMoveSum<long>
{
    /// <summary>Units of a sum in one of length: sums to two thousand million, finer than any position.</summary>
    private const float Scale = 4294967296f;

    /// <inheritdoc/>
    public static void Add(ArrayView<long> sums, int at, float move) => Atomic.Add(ref sums[at], (long)(move * Scale));

    /// <inheritdoc/>
    public static float Of(long sum) => sum / Scale;
}
