using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Quality;

public sealed class SampledKnnRecallTests
{
    /// <summary>Five samples on a line: 0, 1, 2, 4 and 4 again.</summary>
    private static readonly EmbeddingMatrix Line = new(5, 1, new float[] { 0, 1, 2, 4, 4 });

    [Fact]
    public void Counts_what_was_found_and_what_is_as_near()
    {
        KnnGraph exact = Graph(3, [0, 1, 2, 1, 0, 2, 2, 1, 0, 3, 4, 2, 4, 3, 2]);
        Assert.Equal(1, Measure(Line, exact));

        // 1 and 2 are one apart both ways, and 2 lies as far from 0 as from 3 and 4: any of those is right.
        Assert.Equal(1, Measure(Line, Graph(3, [0, 1, 2, 1, 2, 0, 2, 1, 4, 3, 4, 2, 4, 3, 2])));

        // Two of ten are wrong: 4 is not near 0, and what is named twice was found once.
        Assert.Equal(0.8, Measure(Line, Graph(3, [0, 1, 4, 1, 0, 0, 2, 1, 0, 3, 4, 2, 4, 3, 2])));
    }

    [Fact]
    public void Nothing_to_find_has_no_recall()
    {
        Assert.Null(Measure(Line, Graph(1, [0, 1, 2, 3, 4])));
        Assert.Null(Measure(new EmbeddingMatrix(1, 1, new float[1]), new KnnGraph(1, 1, [0], [0])));
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void A_large_set_is_asked_by_a_seeded_choice_on_any_number_of_threads(Metric metric)
    {
        const int N = 400,
            K = 8;
        EmbeddingMatrix embedding = KnnClouds.Clustered(N, 12);
        KnnGraph exact = Exact(embedding, K, metric);
        Assert.Equal(1, SampledKnnRecall.Measure(embedding, metric, exact, 1, 2, TestContext.Current.CancellationToken));

        // Every second sample lost all its neighbours but one.
        int[] damaged = [.. exact.Neighbours];
        for (int i = 0; i < N; i += 2)
            damaged.AsSpan((i * K) + 2, K - 2).Fill(exact.Neighbours[(i * K) + 1]);

        double? one = SampledKnnRecall.Measure(
            embedding,
            metric,
            exact with
            {
                Neighbours = damaged,
            },
            1,
            1,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            one,
            SampledKnnRecall.Measure(embedding, metric, exact with { Neighbours = damaged }, 1, 3, TestContext.Current.CancellationToken)
        );
        Assert.Equal((1 + (1.0 / (K - 1))) / 2, one!.Value, 0.1);
    }

    private static KnnGraph Exact(EmbeddingMatrix embedding, int k, Metric metric) =>
        Graph(
            k,
            [
                .. Enumerable
                    .Range(0, embedding.Rows)
                    .SelectMany(i =>
                    {
                        double[] distances = BruteForceKnn.Distances(embedding, i, metric);
                        return Enumerable.Range(0, embedding.Rows).OrderBy(j => j == i ? -1 : distances[j]).Take(k);
                    }),
            ]
        );

    private static KnnGraph Graph(int k, int[] neighbours) => new(neighbours.Length / k, k, neighbours, new float[neighbours.Length]);

    private static double? Measure(EmbeddingMatrix embedding, KnnGraph found) =>
        SampledKnnRecall.Measure(embedding, Metric.Euclidean, found, 42, 1, TestContext.Current.CancellationToken);
}
