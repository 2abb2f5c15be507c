using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>
/// Writes positions out in the order of the vertices. One thread for each vertex, so that the memory, which may be a frame's, is written in
/// order.
/// </summary>
internal static class ScatterPositionsKernel
{
    /// <param name="vertex">The vertex.</param>
    /// <param name="places">n values: the place of each vertex.</param>
    /// <param name="positions">n positions, by place.</param>
    /// <param name="written">Receives n positions (x, y, z, 0), by vertex.</param>
    [KernelEntry]
    public static void Run(Index1D vertex, ArrayView<int> places, ArrayView<Float4> positions, ArrayView<Float4> written) =>
        written[vertex] = positions[places[vertex]];
}
