namespace GpuCluster.Core.Similarity;

/// <summary>What metrics have in common.</summary>
public static class MetricKinds
{
    /// <summary>Whether a metric compares directions alone, of which zero rows, or constant ones, have none.</summary>
    public static bool IsAngular(this Metric metric) => metric is Metric.Cosine or Metric.Correlation;
}
