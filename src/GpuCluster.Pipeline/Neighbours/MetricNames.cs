using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>The names of metrics, as scikit-learn spells them.</summary>
public static class MetricNames
{
    /// <summary>The name of a metric, for example "cosine".</summary>
    /// <param name="metric">The metric.</param>
    public static string Of(Metric metric) =>
        metric switch
        {
            Metric.Cosine => "cosine",
            Metric.Manhattan => "manhattan",
            Metric.Correlation => "correlation",
            _ => "euclidean",
        };
}
