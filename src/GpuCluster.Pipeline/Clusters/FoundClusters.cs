using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Clusters;

/// <summary>Clusters with their names.</summary>
/// <param name="How">How they were found, in words.</param>
/// <param name="ClusterOf">n values: 0 for the largest cluster, and so on; -1 for noise.</param>
/// <param name="Names">A name for each cluster.</param>
public sealed record FoundClusters(string How, int[] ClusterOf, IReadOnlyList<ClusterName> Names)
{
    /// <summary>n values, 0 to 1: how strongly each sample belongs to its cluster; null for k-means.</summary>
    public float[]? Probabilities { get; init; }

    /// <summary>The excess of mass of each cluster; null for k-means.</summary>
    public double[]? Stabilities { get; init; }

    /// <summary>The sum of squared distances to the centres; null for HDBSCAN.</summary>
    public double? Inertia { get; init; }

    /// <summary>Samples in no cluster.</summary>
    public int Noise => ClusterOf.Count(cluster => cluster < 0);
}
