using System.Runtime.CompilerServices;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>The tile whose values, taken from the half squares of both rows, order pairs by a metric: dot products, or Manhattan distances below zero, whose half squares are 0.</summary>
internal static unsafe class MetricTile
{
    /// <inheritdoc cref="DotTile.Compute"/>
    /// <param name="metric">Of the packed rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compute<TLanes, TVector>(Metric metric, float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (metric == Metric.Manhattan)
            ManhattanTile.Compute<TLanes, TVector>(rows, rowPanels, columns, columnPanels, features, tile);
        else
            DotTile.Compute<TLanes, TVector>(rows, rowPanels, columns, columnPanels, features, tile);
    }
}
