using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>
/// Checks that a metric is defined for data: a cosine needs rows that are not zero, a correlation rows that are not constant.
/// </summary>
public static class MetricCheck
{
    /// <summary>Warns of samples that a metric puts at distance 1 from all others.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="progress">Receives the warning.</param>
    /// <exception cref="UnusableInputException">The metric is defined for no sample.</exception>
    public static void Run(EmbeddingMatrix embedding, Metric metric, IStageProgress progress)
    {
        if (!metric.IsAngular() || embedding.Rows < 2)
            return;

        int without = 0,
            first = -1;
        for (int row = 0; row < embedding.Rows; row++)
        {
            ReadOnlySpan<float> values = embedding.Row(row);
            if (values.ContainsAnyExcept(metric == Metric.Cosine ? 0 : values[0]))
                continue;

            first = without++ == 0 ? row : first;
        }

        string name = MetricNames.Of(metric),
            what = metric == Metric.Cosine ? "all values 0" : "all values equal";
        if (without == embedding.Rows)
        {
            throw new UnusableInputException(
                $"metric {name}: every sample has {what}, so that no {name} is defined; use euclidean distance"
            )
            {
                Remedies = [new Remedy(Setting.Metric, "euclidean")],
            };
        }

        if (without > 0)
        {
            string samples = $"{without} of {embedding.Rows} samples have {what} (row {first}{(without > 1 ? " first" : "")})";
            progress.Warn($"{samples} and so no {name}: they lie at distance 1 from all others");
        }
    }
}
