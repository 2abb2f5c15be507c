using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// HDBSCAN on all cores of the host: clusters of whatever shape and density, their number found and not given, and samples that are in none
/// (Campello, Moulavi and Sander 2013). Exact: the minimum spanning tree is that of all pairs. Of the hierarchy those clusters are taken
/// that together have the greatest excess of mass; all samples together are never a cluster. The result does not depend on the number of
/// threads.
/// </summary>
/// <param name="threads">Number of threads, 1 or more.</param>
public sealed class HostHdbscan(int threads)
{
    /// <summary>Clusters of a layout, by euclidean distance.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="minSize">Members that a cluster has at least, 2 or more.</param>
    /// <param name="core">The density of a sample is measured by its distance to this nearest, the sample itself counted; 1 or
    /// more.</param>
    /// <param name="progress">Receives the finished share of the spanning tree.</param>
    /// <param name="cancellation">Stops.</param>
    public DensityClustering Find(Layout layout, int minSize, int core, IStageProgress progress, CancellationToken cancellation)
    {
        Check(minSize, core);
        if (layout.Count < 2)
            return Noise(layout.Count);
        NearLists lists = NearLists.Of(layout, core, threads, cancellation);
        TreeEdge[] edges = SpanningTree.Find(lists, new MutualReachabilityTree(layout, lists), threads, progress, cancellation);
        return ExcessOfMass.Select(new CondensedTree(edges, minSize));
    }

    /// <summary>Clusters of vectors.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="minSize">Members that a cluster has at least, 2 or more.</param>
    /// <param name="core">As of a layout.</param>
    /// <param name="progress">Receives the progress of the neighbour search, then of the spanning tree.</param>
    /// <param name="cancellation">Stops.</param>
    public DensityClustering Find(
        EmbeddingMatrix embedding,
        Metric metric,
        int minSize,
        int core,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        Check(minSize, core);
        if (embedding.Rows < 2)
            return Noise(embedding.Rows);
        NearLists lists = NearLists.Of(embedding, metric, core, threads, progress, cancellation);
        using TileScan scan = new(embedding, metric, lists, threads, cancellation);
        TreeEdge[] edges = SpanningTree.Find(lists, scan, threads, progress, cancellation);
        return ExcessOfMass.Select(new CondensedTree(edges, minSize));
    }

    private static void Check(int minSize, int core)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(core, 1);
    }

    private static DensityClustering Noise(int count)
    {
        int[] clusterOf = new int[count];
        Array.Fill(clusterOf, -1);
        return new DensityClustering(clusterOf, new float[count], []);
    }
}
