using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>Distances and neighbours in double precision, the plainest way. Calls nothing under test.</summary>
internal static class DistanceOracle
{
    public static double Cosine(EmbeddingMatrix matrix, int first, int second)
    {
        if (first == second)
            return matrix.Row(first).ToArray().Any(value => value != 0) ? 1 : 0;
        double dot = 0,
            x = 0,
            y = 0;
        for (int j = 0; j < matrix.Columns; j++)
        {
            double a = matrix.Row(first)[j],
                b = matrix.Row(second)[j];
            dot += a * b;
            x += a * a;
            y += b * b;
        }

        return x == 0 || y == 0 ? 0 : dot / Math.Sqrt(x) / Math.Sqrt(y);
    }

    public static double Distance(EmbeddingMatrix matrix, Metric metric, int first, int second)
    {
        if (first == second)
            return 0;
        if (metric == Metric.Cosine)
            return 1 - Cosine(matrix, first, second);
        double sum = 0;
        for (int j = 0; j < matrix.Columns; j++)
        {
            double difference = (double)matrix.Row(first)[j] - matrix.Row(second)[j];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The k smallest distances of one row, the row itself first.</summary>
    public static double[] Nearest(EmbeddingMatrix matrix, Metric metric, int row, int k) =>
        [
            0,
            .. Enumerable
                .Range(0, matrix.Rows)
                .Where(other => other != row)
                .Select(other => Distance(matrix, metric, row, other))
                .Order()
                .Take(k - 1),
        ];
}
