using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Host.Tests.Layouts;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Knn;

public sealed class ApproximateKnnSearchTests
{
    private const ulong Seed = 7;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(17, 7, 17)]
    [InlineData(193, 128, 16)]
    [InlineData(900, 3, 300)]
    public void Where_all_tiles_are_near_and_rows_are_not_projected_it_finds_what_the_exact_search_finds(int rows, int columns, int k)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(rows, columns);
        foreach (Metric metric in Enum.GetValues<Metric>())
        {
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
            {
                KnnGraph found = Search(embedding, k, metric, width: width);
                using HostKnnSearch exact = new(2);
                KnnGraph truth = exact.Search(embedding, k, metric, NoProgress.Instance, TestContext.Current.CancellationToken);
                Assert.True(Share(found, truth) == 1, $"{metric} {width}: {Share(found, truth)}");
            }
        }
    }

    [Theory]
    [InlineData(Metric.Euclidean, 8)]
    [InlineData(Metric.Cosine, 8)]
    [InlineData(Metric.Manhattan, 8)]
    [InlineData(Metric.Euclidean, 200)]
    [InlineData(Metric.Cosine, 200)]
    [InlineData(Metric.Manhattan, 200)]
    public void A_cloud_of_many_tiles_keeps_nearly_all_neighbours_in_ascending_exact_distances(Metric metric, int columns)
    {
        EmbeddingMatrix embedding = Chain(24_000, columns);
        KnnGraph found = Search(embedding, 15, metric);
        IsWellFormed(found, embedding, metric);
        double? recall = SampledKnnRecall.Measure(embedding, metric, found, Seed, 2, TestContext.Current.CancellationToken);
        Assert.InRange(recall!.Value, 0.95, 1);
        double? quick = TiledKnnRecall.Measure(embedding, metric, found, Seed, 2, TestContext.Current.CancellationToken);
        Assert.InRange(quick!.Value, recall.Value - 0.03, recall.Value + 0.03);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Manhattan)]
    public void Of_the_bundled_digits_it_finds_at_least_95_of_100(Metric metric)
    {
        EmbeddingMatrix embedding = LayoutFixtures.DigitVectors(10_000);
        double? recall = SampledKnnRecall.Measure(
            embedding,
            metric,
            Search(embedding, 15, metric),
            Seed,
            2,
            TestContext.Current.CancellationToken
        );
        Assert.InRange(recall!.Value, 0.95, 1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void Of_nearly_parallel_rows_it_finds_as_many_as_of_others(int columns)
    {
        EmbeddingMatrix embedding = KnnClouds.Cone(3000, columns, 1e-4);
        KnnGraph found = Search(embedding, 15, Metric.Cosine);
        using HostKnnSearch search = new(2);
        KnnGraph truth = search.Search(embedding, 15, Metric.Cosine, NoProgress.Instance, TestContext.Current.CancellationToken);
        Assert.InRange(Share(found, truth), 0.95, 1);
    }

    [Fact]
    public void The_quick_recall_sees_what_is_missing()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(600, 20);
        KnnGraph found = Search(embedding, 11, Metric.Euclidean);
        Assert.Equal(1, TiledKnnRecall.Measure(embedding, Metric.Euclidean, found, Seed, 2, TestContext.Current.CancellationToken));

        // The farthest of all stands in place of half of each row's neighbours.
        int[] farthest =
        [
            .. Enumerable.Range(0, 600).Select(row => Enumerable.Range(0, 600).MaxBy(other => SquaredDistance(embedding, row, other))),
        ];
        KnnGraph worse = found with
        {
            Neighbours = [.. found.Neighbours.Select((neighbour, i) => i % 11 > 5 ? farthest[i / 11] : neighbour)],
        };
        Assert.Equal(0.5, TiledKnnRecall.Measure(embedding, Metric.Euclidean, worse, Seed, 2, TestContext.Current.CancellationToken));
        Assert.Null(
            TiledKnnRecall.Measure(
                embedding,
                Metric.Euclidean,
                Search(embedding, 1, Metric.Euclidean),
                Seed,
                2,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        EmbeddingMatrix embedding = Chain(14_000, 150);
        KnnGraph one = Search(embedding, 12, Metric.Euclidean, threads: 1);
        foreach (int threads in new[] { 2, 5 })
        {
            KnnGraph several = Search(embedding, 12, Metric.Euclidean, threads: threads);
            Assert.Equal(one.Neighbours, several.Neighbours);
            Assert.Equal(one.Distances, several.Distances);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(150)]
    public void Duplicates_by_the_thousand_are_at_zero(int columns)
    {
        // Seven places, 2,000 rows at each.
        EmbeddingMatrix embedding = KnnClouds.Clustered(14_000, columns, spread: 0);
        foreach (Metric metric in Enum.GetValues<Metric>())
        {
            KnnGraph found = Search(embedding, 15, metric);
            IsWellFormed(found, embedding, metric);
            Assert.All(found.Distances, distance => Assert.Equal(0, distance));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-3e30f)]
    public void Constant_rows_are_neighbours_of_each_other(float value)
    {
        float[] values = new float[13_000 * 140];
        Array.Fill(values, value);
        EmbeddingMatrix embedding = new(13_000, 140, values);
        KnnGraph found = Search(embedding, 15, Metric.Euclidean);
        IsWellFormed(found, embedding, Metric.Euclidean);
        Assert.All(found.Distances, distance => Assert.Equal(0, distance));
    }

    [Fact]
    public void Clusters_far_apart_keep_their_neighbours_to_themselves()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(16_000, 30, clusters: 3, spread: 0.001);
        KnnGraph found = Search(embedding, 15, Metric.Euclidean);
        IsWellFormed(found, embedding, Metric.Euclidean);
        Assert.InRange(
            SampledKnnRecall.Measure(embedding, Metric.Euclidean, found, Seed, 2, TestContext.Current.CancellationToken)!.Value,
            0.5,
            1
        );
        for (int row = 0; row < found.Count; row += 97)
            Assert.All(found.NeighboursOf(row).ToArray(), other => Assert.Equal(row % 3, other % 3));
    }

    private static KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, int threads = 2, SimdWidth width = SimdWidth.Widest)
    {
        using ApproximateKnnSearch search = new(Seed, threads, width);
        return search.Search(embedding, k, metric, NoProgress.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>Rows along a winding curve of four dimensions within many: neighbours are those of the curve's surface.</summary>
    private static EmbeddingMatrix Chain(int rows, int columns)
    {
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            uint key = CounterRandom.Key(Seed, 1, (uint)row);
            for (int axis = 0; axis < 4; axis++)
            {
                float at = CounterRandom.Unit(CounterRandom.Bits(key, (uint)axis));
                for (int feature = axis; feature < columns; feature += 4)
                    values[(row * columns) + feature] = (float)Math.Sin((at * 6) + feature);
            }
        }

        return new EmbeddingMatrix(rows, columns, values);
    }

    private static void IsWellFormed(KnnGraph graph, EmbeddingMatrix embedding, Metric metric)
    {
        for (int row = 0; row < graph.Count; row += 13)
        {
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(row);
            ReadOnlySpan<float> distances = graph.DistancesOf(row);
            Assert.Equal(row, neighbours[0]);
            Assert.Equal(0, distances[0]);
            Assert.Equal(graph.K, neighbours.ToArray().Distinct().Count());
            for (int j = 1; j < graph.K; j++)
            {
                Assert.True(distances[j - 1] <= distances[j]);
                Assert.Equal(
                    BruteForceKnn.Distance(
                        BruteForceKnn.ToDouble(embedding.Row(row)),
                        BruteForceKnn.ToDouble(embedding.Row(neighbours[j])),
                        metric
                    ),
                    distances[j],
                    1e-4
                );
            }
        }
    }

    private static double Share(KnnGraph found, KnnGraph truth)
    {
        int same = 0;
        for (int row = 0; row < truth.Count; row++)
        {
            same += found
                .DistancesOf(row)
                .ToArray()
                .Zip(truth.DistancesOf(row).ToArray(), (mine, right) => mine <= right * 1.000001 ? 1 : 0)
                .Sum();
        }

        return (double)same / truth.Distances.Length;
    }

    private static double SquaredDistance(EmbeddingMatrix embedding, int first, int second)
    {
        double sum = 0;
        for (int feature = 0; feature < embedding.Columns; feature++)
            sum += Math.Pow((double)embedding.Row(first)[feature] - embedding.Row(second)[feature], 2);
        return sum;
    }
}
