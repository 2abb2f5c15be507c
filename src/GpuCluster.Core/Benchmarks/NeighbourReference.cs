using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Checks neighbours against distances summed term by term in double, for a few rows spread over the data.</summary>
public static class NeighbourReference
{
    /// <summary>Rows that are checked; each costs a pass over the data.</summary>
    private const int MaxRows = 16;

    /// <summary>
    /// The largest difference between a found distance and the true distance of that rank, relative to the largest true one; infinite if a
    /// neighbour is listed twice or is not at the listed distance.
    /// </summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">Euclidean or cosine.</param>
    /// <param name="found">What the kernel found.</param>
    public static double MaxRelativeError(EmbeddingMatrix embedding, Metric metric, KnnGraph found)
    {
        int rows = Math.Min(MaxRows, embedding.Rows);
        double error = 0,
            scale = double.Epsilon;
        for (int question = 0; question < rows; question++)
        {
            int row = (int)((long)question * embedding.Rows / rows);
            double[] distances = new double[embedding.Rows];
            for (int other = 0; other < distances.Length; other++)
                distances[other] = other == row ? 0 : Distance(embedding.Row(row), embedding.Row(other), metric);

            double[] sorted = [.. distances.Order().Take(found.K)];
            ReadOnlySpan<int> neighbours = found.NeighboursOf(row);
            for (int j = 0; j < found.K; j++)
            {
                if (neighbours[..j].Contains(neighbours[j]))
                    return double.PositiveInfinity;

                error = Math.Max(
                    error,
                    Math.Max(Math.Abs(found.DistancesOf(row)[j] - sorted[j]), Math.Abs(distances[neighbours[j]] - sorted[j]))
                );
            }

            scale = Math.Max(scale, sorted[^1]);
        }

        return error / scale;
    }

    private static double Distance(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Metric metric)
    {
        if (metric == Metric.Cosine)
            return 1 - CosineReference.Of(left, right);

        double sum = 0;
        for (int j = 0; j < left.Length; j++)
            sum += ((double)left[j] - right[j]) * ((double)left[j] - right[j]);

        return Math.Sqrt(sum);
    }
}
