using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>Moves some points. One thread for each; no place occurs twice.</summary>
internal static class PlacePointsKernel
{
    /// <param name="index">Which of the points.</param>
    /// <param name="places">The place of each.</param>
    /// <param name="targets">Where each goes (x, y, z, 0).</param>
    /// <param name="positions">n positions, by place; receives the targets.</param>
    [KernelEntry]
    public static void Run(Index1D index, ArrayView<int> places, ArrayView<Float4> targets, ArrayView<Float4> positions) =>
        positions[places[index]] = targets[index];
}
