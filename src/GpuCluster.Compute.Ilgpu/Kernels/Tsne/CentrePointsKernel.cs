using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>Subtracts the mean from the points. One thread for each.</summary>
internal static class CentrePointsKernel
{
    /// <param name="point">Which.</param>
    /// <param name="moved">n positions (x, y, z, 0).</param>
    /// <param name="total">The sum of them.</param>
    /// <param name="positions">Receives n positions about a mean of zero.</param>
    [KernelEntry]
    public static void Run(Index1D point, ArrayView<Float4> moved, ArrayView<Float4> total, ArrayView<Float4> positions) =>
        positions[point] = moved[point].Plus(-1f / moved.IntLength, total[0]);
}
