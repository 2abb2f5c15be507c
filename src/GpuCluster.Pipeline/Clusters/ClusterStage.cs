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

/// <summary>Finds clusters and names them.</summary>
public sealed class ClusterStage(ClusterSettings clusters, LayoutSettings settings, IStageProgress progress)
{
    private const int MostIterations = 300;

    /// <summary>Clusters of positions.</summary>
    public FoundClusters Find(Layout layout, SampleLabels? labels, CancellationToken cancellation)
    {
        if (clusters.Means is { } means)
            return Means(new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values), means, "the layout", labels, cancellation);
        (int least, _) = Begin(layout.Count, layout.Dims);
        return Named($"HDBSCAN on the layout, {least} members at least", clusters.Find(layout, settings.Threads, progress, cancellation), labels);
    }

    /// <summary>Clusters of vectors.</summary>
    /// <exception cref="UnusableInputException">k-means was asked to go by cosine.</exception>
    public FoundClusters Find(EmbeddingMatrix embedding, SampleLabels? labels, CancellationToken cancellation)
    {
        if (clusters.Means is { } means)
        {
            return settings.Metric == Metric.Euclidean
                ? Means(embedding, means, "the vectors", labels, cancellation)
                : throw new UnusableInputException($"metric {MetricNames.Of(settings.Metric)}: k-means knows euclidean distance only; use HDBSCAN, or euclidean distance")
                {
                    Remedies = [new Remedy(Setting.ClusterMethod, "hdbscan"), new Remedy(Setting.Metric, "euclidean")],
                };
        }

        (int least, int core) = Begin(embedding.Rows, embedding.Columns);
        DensityClustering found = new HostHdbscan(settings.Threads).Find(embedding, settings.Metric, least, core, progress, cancellation);
        return Named($"HDBSCAN on the vectors, {MetricNames.Of(settings.Metric)}, {least} members at least", found, labels);
    }

    private (int Least, int Core) Begin(int count, int columns)
    {
        progress.Begin(StageNames.Clusters, $"({count}, {columns})");
        return (clusters.LeastSizeFor(count), clusters.CoreFor(count));
    }

    private static FoundClusters Named(string how, DensityClustering found, SampleLabels? labels) =>
        new(how, found.ClusterOf, ClusterNames.Of(found.ClusterOf, found.Count, labels)) { Probabilities = found.Probabilities, Stabilities = found.Stabilities };

    private FoundClusters Means(EmbeddingMatrix rows, int means, string of, SampleLabels? labels, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Clusters, $"({rows.Rows}, {rows.Columns}) to {means} centres");
        Clustering found = new HostKMeans(settings.Threads).Find(rows, means, settings.Umap.Seed, MostIterations, progress, cancellation);
        return new FoundClusters($"k-means on {of}", found.ClusterOf, ClusterNames.Of(found.ClusterOf, found.Count, labels)) { Inertia = found.Inertia };
    }
}
