using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>The engine that computes in registers of one kind.</summary>
internal sealed unsafe class RegisterTileEngine<TLanes, TVector> : TileEngine
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The only one; it holds nothing.</summary>
    public static readonly RegisterTileEngine<TLanes, TVector> Instance = new();

    /// <inheritdoc/>
    public override int PanelRows => DotTile.PanelRows<TLanes, TVector>();

    /// <inheritdoc/>
    public override void Multiply(float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile) =>
        DotTile.Compute<TLanes, TVector, ProductTerm>(rows, rowPanels, columns, columnPanels, features, tile);

    /// <inheritdoc/>
    public override void Compute(Metric metric, float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile)
    {
        if (metric == Metric.Manhattan)
            DotTile.Compute<TLanes, TVector, DifferenceTerm>(rows, rowPanels, columns, columnPanels, features, tile);
        else
            Multiply(rows, rowPanels, columns, columnPanels, features, tile);
    }
}
