using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Clusters;

/// <summary>Clusters with their names.</summary>
/// <param name="How">How they were found, in words.</param>
/// <param name="ClusterOf">Length n: 0 for the largest, and so on; -1 for noise.</param>
/// <param name="Names">A name for each cluster.</param>
public sealed record FoundClusters(string How, int[] ClusterOf, IReadOnlyList<ClusterName> Names)
{
    /// <summary>How deep in its cluster each sample lies, 0 to 1; null where the method does not tell.</summary>
    public float[]? Probabilities { get; init; }

    /// <summary>The excess of mass of each cluster; null where the method knows none.</summary>
    public double[]? Stabilities { get; init; }

    /// <summary>The sum of squared distances to the centres; null where there are none.</summary>
    public double? Inertia { get; init; }

    /// <summary>Samples in no cluster.</summary>
    public int Noise => ClusterOf.Count(cluster => cluster < 0);

}
