using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tiles;

/// <summary>Transposes a tile, so that its columns are merged like rows: each tile of the symmetric matrix is then computed once.</summary>
internal static class TransposeTileKernel
{
    /// <param name="index">Position in <paramref name="transposed"/>.</param>
    /// <param name="tile">Rows x Columns entries.</param>
    /// <param name="transposed">Receives Columns x Rows entries.</param>
    /// <param name="shape">Shape of <paramref name="tile"/>.</param>
    [KernelEntry]
    public static void Run(Index1D index, ArrayView<float> tile, ArrayView<float> transposed, TileShape shape)
    {
        int column = index / shape.Rows;
        int row = index % shape.Rows;
        transposed[index] = tile[((long)row * shape.Columns) + column];
    }
}
