using System.Runtime.InteropServices;

namespace GpuCluster.Core.Graphs;

/// <summary>How distances become UMAP's graph.</summary>
/// <param name="LocalConnectivity">
/// Neighbours that count as fully connected, 0 or more: rho is the distance to the last of them (<see cref="SmoothKnnDistance"/>),
/// interpolated between whole numbers.
/// </param>
/// <param name="SetOperationMix">1 for the union of both directions, 0 for their intersection, a mixture of both in between
/// (<see cref="FuzzyUnion"/>).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FuzzyGraphRule(double LocalConnectivity, double SetOperationMix)
{
    /// <summary>umap-learn's default: one neighbour, the union. Every device supports it.</summary>
    public static FuzzyGraphRule Default { get; } = new(1, 1);
}
