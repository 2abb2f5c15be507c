using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>Writes positions out, into memory that may be a frame's. One thread for each.</summary>
internal static class CopyPointsKernel
{
    /// <param name="point">Which.</param>
    /// <param name="positions">n positions (x, y, z, 0).</param>
    /// <param name="written">Receives them.</param>
    [KernelEntry]
    public static void Run(Index1D point, ArrayView<Float4> positions, ArrayView<Float4> written) => written[point] = positions[point];
}
