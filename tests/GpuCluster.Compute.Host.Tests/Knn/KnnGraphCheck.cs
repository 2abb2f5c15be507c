using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Knn;

/// <summary>Compares a graph with the plain definition of nearest neighbours.</summary>
internal static class KnnGraphCheck
{
    /// <summary>
    /// Checks rows of a graph: every distance is the right one for its neighbour, and no sample left out is nearer than one kept.
    /// </summary>
    /// <param name="graph">Under test.</param>
    /// <param name="embedding">What was searched.</param>
    /// <param name="metric">How.</param>
    /// <param name="rows">Rows to check.</param>
    public static void IsExact(KnnGraph graph, EmbeddingMatrix embedding, Metric metric, IEnumerable<int> rows)
    {
        foreach (int row in rows)
        {
            double[] expected = BruteForceKnn.Distances(embedding, row, metric);
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(row);
            ReadOnlySpan<float> distances = graph.DistancesOf(row);
            Assert.Equal(row, neighbours[0]);
            Assert.Equal(0, distances[0]);
            Assert.Equal(graph.K, neighbours.ToArray().Distinct().Count());
            for (int j = 1; j < graph.K; j++)
            {
                AssertClose(expected[neighbours[j]], distances[j], metric, $"row {row} neighbour {j}");
                bool ascends =
                    distances[j] > distances[j - 1] || (distances[j] == distances[j - 1] && (j == 1 || neighbours[j] > neighbours[j - 1]));
                Assert.True(ascends, $"row {row}: ({distances[j - 1]}, {neighbours[j - 1]}) before ({distances[j]}, {neighbours[j]})");
            }

            double[] nearest = expected.Where((_, other) => other != row).Order().Take(graph.K - 1).ToArray();
            for (int j = 1; j < graph.K; j++)
                AssertClose(nearest[j - 1], distances[j], metric, $"row {row} rank {j}");
        }
    }

    private static void AssertClose(double expected, float actual, Metric metric, string place)
    {
        // One rounding to float, of a distance below its normal range to a multiple of the least; a cosine distance by its definition, 1 -
        // cosine, loses what is below the rounding of 1 in double.
        double tolerance = (3e-7 * expected) + float.Epsilon + (metric.IsAngular() ? 1e-14 : 0);
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{place}: {actual:R} instead of {expected:R}");
    }
}
