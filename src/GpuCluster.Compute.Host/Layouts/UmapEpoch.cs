using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>What holds for one epoch, read once at its start.</summary>
/// <param name="Index">0 to epochs - 1.</param>
/// <param name="Seed">Seed of the negatives.</param>
/// <param name="Negatives">Negatives for each action of an edge.</param>
/// <param name="Alpha">Step length.</param>
/// <param name="Curve">a and b.</param>
/// <param name="Gamma">Weight of repulsion.</param>
internal sealed record UmapEpoch(int Index, ulong Seed, int Negatives, float Alpha, UmapCurve Curve, float Gamma)
{
    /// <summary>By place, 1 for a vertex that may move and 0 for one that is pinned; empty where none is.</summary>
    public float[] Free { get; init; } = [];
}
