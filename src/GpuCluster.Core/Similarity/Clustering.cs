namespace GpuCluster.Core.Similarity;

/// <summary>Samples divided into clusters about centres.</summary>
/// <param name="ClusterOf">Length n: 0 for the largest cluster, and so on; ties by the lowest member.</param>
/// <param name="Count">Clusters that have members, at most as many as were asked for.</param>
/// <param name="Inertia">The sum of squared distances of samples to the centre of their cluster.</param>
/// <param name="Iterations">How often centres were moved.</param>
public sealed record Clustering(int[] ClusterOf, int Count, double Inertia, int Iterations);
