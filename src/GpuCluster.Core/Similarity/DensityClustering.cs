namespace GpuCluster.Core.Similarity;

/// <summary>Samples divided into dense clusters, and noise between them.</summary>
/// <param name="ClusterOf">Length n: 0 for the largest cluster, and so on, ties by the lowest member; -1 for noise.</param>
/// <param name="Probabilities">Length n: how deep in its cluster a sample lies, its density as a share of the cluster's greatest, above 0
/// and up to 1; 0 for noise.</param>
/// <param name="Stabilities">For each cluster its excess of mass: the sum over its members of the density range in which they belong to
/// it.</param>
public sealed record DensityClustering(int[] ClusterOf, float[] Probabilities, double[] Stabilities)
{
    /// <summary>The number of clusters.</summary>
    public int Count => Stabilities.Length;
}
