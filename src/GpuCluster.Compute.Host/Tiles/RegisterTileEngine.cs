using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>The engine that computes in registers of one kind.</summary>
internal sealed unsafe class RegisterTileEngine<TRegister, TVector> : TileEngine
    where TRegister : struct, ITileRegister<TVector>
    where TVector : struct
{
    /// <summary>The only one; it holds nothing.</summary>
    public static readonly RegisterTileEngine<TRegister, TVector> Instance = new();

    /// <inheritdoc/>
    public override int PanelRows => DotTile.PanelRows<TRegister, TVector>();

    /// <inheritdoc/>
    public override void Multiply(float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile) =>
        DotTile.Compute<TRegister, TVector, ProductTerm>(rows, rowPanels, columns, columnPanels, features, tile);

    /// <inheritdoc/>
    public override void Compute(Metric metric, float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile)
    {
        if (metric == Metric.Manhattan)
            DotTile.Compute<TRegister, TVector, DifferenceTerm>(rows, rowPanels, columns, columnPanels, features, tile);
        else
            Multiply(rows, rowPanels, columns, columnPanels, features, tile);
    }
}
