namespace GpuCluster.Core.Similarity;

/// <summary>Properties of metrics.</summary>
public static class MetricKinds
{
    /// <summary>Whether a metric compares directions alone. Zero rows, or constant ones, have no direction.</summary>
    public static bool IsAngular(this Metric metric) => metric is Metric.Cosine or Metric.Correlation;
}
