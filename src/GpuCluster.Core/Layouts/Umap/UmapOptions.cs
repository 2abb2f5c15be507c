using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>The options of UMAP, within <see cref="UmapLimits"/>. Defaults are umap-learn's, except for three dimensions.</summary>
public sealed record UmapOptions
{
    /// <summary>2 or 3.</summary>
    public int Dims { get; init; } = 3;

    /// <summary>Neighbours per sample, itself included; 2 or more.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>Least distance between points that belong together, 0 to <see cref="Spread"/>.</summary>
    public double MinDist { get; init; } = 0.1;

    /// <summary>Scale of the layout, 0.01 to 100.</summary>
    public double Spread { get; init; } = 1.0;

    /// <summary>Epochs, or null for 500 to n = 10,000 and 200 above.</summary>
    public int? Epochs { get; init; }

    /// <summary>Initial step length (alpha), 1e-6 to 100.</summary>
    public double LearningRate { get; init; } = 1.0;

    /// <summary>Negative samples for each firing of an edge, 0 to 100.</summary>
    public int NegativeSamples { get; init; } = 5;

    /// <summary>Weight of repulsion (gamma), 0 to 100.</summary>
    public double Repulsion { get; init; } = 1.0;

    /// <summary>Neighbours that count as fully connected, 0 to 100; see <see cref="FuzzyGraphRule"/>.</summary>
    public double LocalConnectivity { get; init; } = FuzzyGraphRule.Default.LocalConnectivity;

    /// <summary>1 for the union of both directions of an edge, 0 for their intersection; see <see cref="FuzzyGraphRule"/>.</summary>
    public double SetOperationMix { get; init; } = FuzzyGraphRule.Default.SetOperationMix;

    /// <summary>
    /// How much the samples' classes count against their distances, 0 to 1; null: not at all. See <see cref="LabelIntersection"/>.
    /// </summary>
    public double? TargetWeight { get; init; }

    /// <summary>Seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The rule given by <see cref="LocalConnectivity"/> and <see cref="SetOperationMix"/>.</summary>
    public FuzzyGraphRule GraphRule() => new(LocalConnectivity, SetOperationMix);

    /// <summary>The number of epochs for <paramref name="count"/> samples.</summary>
    public int EpochsFor(int count) => Epochs ?? (count <= 10_000 ? 500 : 200);
}
