using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>The fuzzy graph by a simple loop over all pairs, with Core's formulas for one row and one pair.</summary>
internal static class FuzzyGraphReference
{
    /// <summary>The k nearest neighbours by Euclidean distance, each sample first in its own row.</summary>
    public static KnnGraph Neighbours(EmbeddingMatrix samples, int k)
    {
        List<int> neighbours = new();
        List<float> distances = new();
        for (int i = 0; i < samples.Rows; i++)
        {
            int sample = i;
            (double Distance, int Other)[] nearest =
            [
                .. Enumerable.Range(0, samples.Rows).Select(other => (Distance(samples, sample, other), other)).Order().Take(k),
            ];
            neighbours.AddRange(nearest.Select(each => each.Other));
            distances.AddRange(nearest.Select(each => (float)each.Distance));
        }

        return new KnnGraph(samples.Rows, k, [.. neighbours], [.. distances]);
    }

    /// <summary>
    /// The largest difference of an edge's weight; a missing or extra edge counts with its whole weight. Weights are 0 to 1.
    /// </summary>
    /// <param name="knn">n samples, each with itself first.</param>
    /// <param name="graph">The device's result.</param>
    public static double MaxError(KnnGraph knn, LayoutGraph graph)
    {
        int count = graph.Count;
        float[,] strengths = new float[count, count];
        float mean = knn.Distances.Sum() / knn.Distances.Length;
        for (int i = 0; i < count; i++)
        {
            NeighbourhoodScale scale = SmoothKnnDistance.Fit(new Row(knn, i), SmoothKnnDistance.Target(knn.K), mean);
            for (int j = 1; j < knn.K; j++)
                strengths[i, knn.NeighboursOf(i)[j]] = MembershipStrength.Of(knn.DistancesOf(i)[j], scale.Rho, scale.Sigma);
        }

        double error = 0;
        for (int i = 0; i < count; i++)
        {
            float[] found = new float[count];
            for (int edge = graph.RowStart[i]; edge < graph.RowStart[i + 1]; edge++)
                found[graph.Neighbours[edge]] = graph.Weights[edge];
            for (int j = 0; j < count; j++)
            {
                double difference = Math.Abs(found[j] - (double)FuzzyUnion.Of(strengths[i, j], strengths[j, i]));
                error = Math.Max(error, double.IsFinite(difference) ? difference : double.PositiveInfinity);
            }
        }

        return error;
    }

    private static double Distance(EmbeddingMatrix samples, int first, int second)
    {
        ReadOnlySpan<float> x = samples.Row(first),
            y = samples.Row(second);
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
            sum += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return Math.Sqrt(sum);
    }

    private readonly struct Row(KnnGraph knn, int sample) : IDistanceRow
    {
        public int K => knn.K;

        public float At(int neighbour) => knn.DistancesOf(sample)[neighbour];
    }
}
