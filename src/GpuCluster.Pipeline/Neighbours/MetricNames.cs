using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>The names of metrics, as scikit-learn spells them.</summary>
public static class MetricNames
{
    /// <summary>All names, in the order of <see cref="Metric"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Metric>().Select(Of)];

    /// <summary>The name of a metric, for example "cosine".</summary>
    /// <param name="metric">The metric.</param>
    public static string Of(Metric metric) => metric.ToString().ToLowerInvariant();
}
