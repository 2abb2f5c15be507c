using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// The nearest other samples of each of n samples, exactly, and the mutual reachability distance that follows from them: max(core(a),
/// core(b), distance(a, b)), where core is the distance to the m-th nearest sample, the sample itself counted (Campello, Moulavi and
/// Sander, "Density-Based Clustering Based on Hierarchical Density Estimates", 2013).
/// </summary>
/// <param name="Count">n, 2 or more.</param>
/// <param name="Length">How many others each list has, 1 to n - 1.</param>
/// <param name="Neighbours">n x Length, nearest first.</param>
/// <param name="Distances">n x Length.</param>
/// <param name="Cores">The core distance of each sample.</param>
internal sealed record NearLists(int Count, int Length, int[] Neighbours, double[] Distances, double[] Cores)
{
    /// <summary>
    /// Neighbours beyond those that give the core distance: with them nearly every edge of the spanning tree is found in the lists alone.
    /// </summary>
    private const int Spare = 8;

    /// <summary>The lists of a layout; distances are euclidean, in double.</summary>
    public static NearLists Of(Layout layout, int core, int threads, CancellationToken cancellation)
    {
        int length = LengthFor(layout.Count, core);
        (int[] neighbours, double[] distances) = new LayoutKdTree(layout).Nearest(length, [], threads, cancellation);
        return With(layout.Count, length, neighbours, distances, core);
    }

    /// <summary>The lists of vectors; distances are rounded to float, as the search gives them.</summary>
    public static NearLists Of(
        EmbeddingMatrix embedding,
        Metric metric,
        int core,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int n = embedding.Rows,
            length = LengthFor(n, core);
        using HostKnnSearch search = new(threads);
        KnnGraph graph = search.Search(embedding, length + 1, metric, progress, cancellation);
        int[] neighbours = new int[n * length];
        double[] distances = new double[n * length];
        for (int sample = 0; sample < n; sample++)
        {
            graph.NeighboursOf(sample)[1..].CopyTo(neighbours.AsSpan(sample * length));
            for (int j = 0; j < length; j++)
                distances[(sample * length) + j] = graph.DistancesOf(sample)[j + 1];
        }

        return With(n, length, neighbours, distances, core);
    }

    /// <summary>The mutual reachability distance of two samples.</summary>
    public double Reach(int first, int second, double distance) => Math.Max(distance, Math.Max(Cores[first], Cores[second]));

    /// <summary>No sample outside a sample's list is reached below this; infinite where the list has all.</summary>
    public double ListedUpTo(int sample) => Length == Count - 1 ? double.PositiveInfinity : Distances[(sample * Length) + Length - 1];

    private static int LengthFor(int n, int core) => Math.Min(n - 1, core - 1 + Spare);

    private static NearLists With(int n, int length, int[] neighbours, double[] distances, int core)
    {
        double[] cores = new double[n];

        // With fewer samples than asked for, the farthest of all.
        int last = Math.Min(core - 1, n - 1) - 1;
        for (int sample = 0; sample < n && last >= 0; sample++)
            cores[sample] = distances[(sample * length) + last];
        return new NearLists(n, length, neighbours, distances, cores);
    }
}
