using System.Runtime.Intrinsics;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// The tile kernels of one register width. Callers see no registers: they pay one virtual call a tile, which takes some hundred
/// microseconds.
/// </summary>
internal abstract unsafe class TileEngine
{
    /// <inheritdoc cref="DotTile.PanelRows"/>
    public abstract int PanelRows { get; }

    /// <summary>The engine of a width.</summary>
    public static TileEngine Of(SimdWidth width) =>
        SimdWidths.Choose<TileEngine>(
            width,
            RegisterTileEngine<TileRegister128, Vector128<float>>.Instance,
            RegisterTileEngine<TileRegister256, Vector256<float>>.Instance,
            RegisterTileEngine<TileRegister512, Vector512<float>>.Instance
        );

    /// <inheritdoc cref="DotTile.Compute"/>
    public abstract void Multiply(float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile);

    /// <summary>
    /// Computes the tile whose values, subtracted from the half squares of both rows, order pairs by a metric: dot products, or Manhattan
    /// distances below zero, whose half squares are 0.
    /// </summary>
    /// <inheritdoc cref="DotTile.Compute" path="/param"/>
    /// <param name="metric">Of the packed rows.</param>
    public abstract void Compute(Metric metric, float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile);
}
