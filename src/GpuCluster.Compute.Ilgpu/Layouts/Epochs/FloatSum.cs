using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>Sums in floats. The order of additions is the device's and changes the last bits.</summary>
internal readonly struct FloatSum : IMoveSum<float>
{
    /// <inheritdoc/>
    public static void Add(ArrayView<float> sums, int at, float move) => Atomic.Add(ref sums[at], move);

    /// <inheritdoc/>
    public static float Of(float sum) => sum;
}
