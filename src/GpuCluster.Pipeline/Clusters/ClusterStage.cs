using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Clusters;

/// <summary>Finds clusters by HDBSCAN or k-means, and names them by the labels that most of their members have.</summary>
/// <param name="clusters">The method and its sizes.</param>
/// <param name="settings">Metric, seed and threads.</param>
/// <param name="progress">Receives the stage.</param>
public sealed class ClusterStage(ClusterSettings clusters, LayoutSettings settings, IStageProgress progress)
{
    private const int MaxIterations = 300;

    /// <summary>Finds clusters of positions.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="labels">The classes of the samples, for names; or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public FoundClusters Find(Layout layout, SampleLabels? labels, CancellationToken cancellation)
    {
        if (clusters.Means is { } means)
            return Means(new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values), means, "the layout", labels, cancellation);

        (int min, _) = Begin(layout.Count, layout.Dims);
        DensityClustering found = clusters.Find(layout, settings.Threads, progress, cancellation);
        return Named($"HDBSCAN on the layout, {min} members at least", found, labels);
    }

    /// <summary>Finds clusters of vectors.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="labels">The classes of the samples, for names; or null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">k-means with another metric than euclidean distance.</exception>
    public FoundClusters Find(EmbeddingMatrix embedding, SampleLabels? labels, CancellationToken cancellation)
    {
        if (clusters.Means is { } means)
        {
            return settings.Metric == Metric.Euclidean
                ? Means(embedding, means, "the vectors", labels, cancellation)
                : throw OnlyEuclidean(settings.Metric);
        }

        (int min, int core) = Begin(embedding.Rows, embedding.Columns);
        HostHdbscan hdbscan = new(settings.Threads);
        DensityClustering found = hdbscan.Find(embedding, settings.Metric, min, core, progress, cancellation);
        return Named($"HDBSCAN on the vectors, {MetricNames.Of(settings.Metric)}, {min} members at least", found, labels);
    }

    private static UnusableInputException OnlyEuclidean(Metric metric) =>
        new($"metric {MetricNames.Of(metric)}: k-means knows euclidean distance only; use HDBSCAN, or euclidean distance")
        {
            Remedies = [new Remedy(Setting.ClusterMethod, "hdbscan"), new Remedy(Setting.Metric, "euclidean")],
        };

    private static FoundClusters Named(string how, DensityClustering found, SampleLabels? labels) =>
        new(how, found.ClusterOf, ClusterNames.Of(found.ClusterOf, found.Count, labels))
        {
            Probabilities = found.Probabilities,
            Stabilities = found.Stabilities,
        };

    private (int Min, int Core) Begin(int count, int columns)
    {
        progress.Begin(StageNames.Clusters, $"({count}, {columns})");
        return (clusters.MinSizeFor(count), clusters.CoreFor(count));
    }

    private FoundClusters Means(EmbeddingMatrix rows, int means, string of, SampleLabels? labels, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Clusters, $"({rows.Rows}, {rows.Columns}) to {means} centres");
        HostKMeans kMeans = new(settings.Threads);
        Clustering found = kMeans.Find(rows, means, settings.Umap.Seed, MaxIterations, progress, cancellation);
        return new FoundClusters($"k-means on {of}", found.ClusterOf, ClusterNames.Of(found.ClusterOf, found.Count, labels))
        {
            Inertia = found.Inertia,
        };
    }
}
