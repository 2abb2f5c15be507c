using CsCheck;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Knn;

public sealed class HostKnnSearchTests
{
    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1 },
            { 1, 784, 1 },
            { 2, 1, 1 },
            { 2, 1, 2 },
            { 3, 2, 3 },
            { 5, 3, 2 },
            { 17, 7, 17 },
            { 48, 48, 10 },
            { 191, 2, 15 },
            { 192, 129, 15 },
            { 193, 3, 16 },
            { 385, 784, 15 },
            { 1003, 7, 15 },
            { 500, 3, 500 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_width_finds_the_neighbours_of_the_definition(int rows, int columns, int k)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(rows, columns);
        foreach (Metric metric in Enum.GetValues<Metric>())
        {
            foreach (SimdWidth width in Enum.GetValues<SimdWidth>())
                KnnGraphCheck.IsExact(Search(embedding, k, metric, width), embedding, metric, Spread(rows));
        }
    }

    [Fact]
    public void Ties_go_to_the_lower_index()
    {
        EmbeddingMatrix embedding = KnnClouds.Grid(700, 4);
        KnnGraphCheck.IsExact(Search(embedding, 12, Metric.Euclidean), embedding, Metric.Euclidean, Spread(700));

        // On a ring of whole steps, both sides are equally near.
        EmbeddingMatrix line = KnnClouds.Of(1, 0, 1, 2, 3, 4);
        Assert.Equal([2, 1, 3, 0, 4], Search(line, 5, Metric.Euclidean).NeighboursOf(2).ToArray());
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void Duplicates_are_at_exactly_zero_and_come_after_the_row_itself(Metric metric)
    {
        // 40 copies of each of 7 rows: more than the candidates kept, so that every row has to be measured against all.
        EmbeddingMatrix embedding = KnnClouds.Clustered(280, 50, spread: 0);
        KnnGraph graph = Search(embedding, 15, metric);
        for (int row = 0; row < 280; row++)
        {
            int[] expected = [row, .. Enumerable.Range(0, 40).Select(copy => (copy * 7) + (row % 7)).Where(other => other != row).Take(14)];
            Assert.Equal(expected, graph.NeighboursOf(row).ToArray());
            Assert.All(graph.DistancesOf(row).ToArray(), distance => Assert.Equal(0, distance));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(3.5f)]
    [InlineData(-1e30f)]
    public void Equal_rows_are_neighbours_in_order(float value)
    {
        float[] values = new float[400 * 3];
        Array.Fill(values, value);
        KnnGraph graph = Search(new EmbeddingMatrix(400, 3, values), 5, Metric.Euclidean);
        Assert.Equal([0, 1, 2, 3, 4], graph.NeighboursOf(0).ToArray());
        Assert.Equal([399, 0, 1, 2, 3], graph.NeighboursOf(399).ToArray());
        Assert.All(graph.Distances, distance => Assert.Equal(0, distance));
    }

    [Theory]
    [InlineData(Metric.Cosine, 20)]
    [InlineData(Metric.Cosine, 200)]
    [InlineData(Metric.Correlation, 200)]
    public void Nearly_parallel_rows_are_told_apart(Metric metric, int columns)
    {
        EmbeddingMatrix embedding = KnnClouds.Cone(700, columns, 1e-4);
        KnnGraphCheck.IsExact(Search(embedding, 15, metric), embedding, metric, Spread(700));
    }

    [Fact]
    public void Zero_rows_among_many_rows_are_as_far_as_rows_at_a_right_angle()
    {
        // Half of the rows are zero; the others point everywhere, so that zero rows come before those of a negative cosine.
        EmbeddingMatrix embedding = KnnClouds.Clustered(400, 6, spread: 1);
        float[] values = embedding.Values.ToArray();
        for (int row = 0; row < 400; row += 2)
            values.AsSpan(row * 6, 6).Clear();
        embedding = new EmbeddingMatrix(400, 6, values);
        KnnGraphCheck.IsExact(Search(embedding, 250, Metric.Cosine), embedding, Metric.Cosine, Spread(400));
    }

    [Fact]
    public void Zero_rows_have_cosine_zero_with_everything_but_themselves()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(2, 0, 0, 1, 0, 0, 0, 2, 0, -1, 0);
        KnnGraph graph = Search(embedding, 5, Metric.Cosine);
        Assert.Equal([0, 1, 2, 3, 4], graph.NeighboursOf(0).ToArray());
        Assert.Equal([0f, 1, 1, 1, 1], graph.DistancesOf(0).ToArray());
        Assert.Equal([1, 3, 0, 2, 4], graph.NeighboursOf(1).ToArray());
        Assert.Equal([0f, 0, 1, 1, 2], graph.DistancesOf(1).ToArray());
    }

    [Theory]
    [InlineData(1e18)]
    [InlineData(1e-18)]
    [InlineData(1e37)]
    [InlineData(1e-36)]
    public void Huge_and_tiny_values_neither_overflow_nor_vanish(double size)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(300, 20, size: size);
        foreach (Metric metric in Enum.GetValues<Metric>())
            KnnGraphCheck.IsExact(Search(embedding, 9, metric), embedding, metric, Spread(300));
    }

    [Fact]
    public void One_huge_row_does_not_blind_the_search_among_small_ones()
    {
        float[] values = KnnClouds.Clustered(300, 8).Values.ToArray();
        values[0] = 1e30f;
        EmbeddingMatrix embedding = new(300, 8, values);
        KnnGraphCheck.IsExact(Search(embedding, 9, Metric.Euclidean), embedding, Metric.Euclidean, Spread(300));
    }

    [Theory]
    [InlineData(1000, 0.001)]
    [InlineData(0, 0.00001)]
    public void Near_neighbours_keep_their_digits_far_from_the_origin_and_in_tight_clusters(double offset, double spread)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(600, 30, clusters: 2, spread: spread, offset: offset);
        foreach (Metric metric in Enum.GetValues<Metric>())
            KnnGraphCheck.IsExact(Search(embedding, 10, metric), embedding, metric, Spread(600));
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(1500, 33);
        foreach (Metric metric in Enum.GetValues<Metric>())
        {
            KnnGraph one = Search(embedding, 20, metric, threads: 1);
            foreach (int threads in new[] { 2, 3, 8 })
            {
                KnnGraph several = Search(embedding, 20, metric, threads: threads);
                Assert.Equal(one.Neighbours, several.Neighbours);
                Assert.Equal(one.Distances, several.Distances);
            }
        }
    }

    [Fact]
    public void Any_cloud_gives_itself_first_then_ascending_distances_that_agree_both_ways()
    {
        Clouds()
            .Sample(
                cloud =>
                {
                    (EmbeddingMatrix? embedding, int k, Metric metric) = cloud;
                    KnnGraph graph = Search(embedding, k, metric);
                    KnnGraphCheck.IsExact(graph, embedding, metric, Enumerable.Range(0, embedding.Rows));
                    KnnGraph all = Search(embedding, embedding.Rows, metric);
                    for (int row = 0; row < embedding.Rows; row++)
                    {
                        for (int j = 0; j < embedding.Rows; j++)
                        {
                            int other = all.NeighboursOf(row)[j];
                            Assert.Equal(all.DistancesOf(row)[j], all.DistancesOf(other)[all.NeighboursOf(other).IndexOf(row)]);
                        }
                    }
                },
                iter: 60
            );
    }

    [Fact]
    public void Reordering_the_rows_reorders_the_neighbours()
    {
        Clouds()
            .Sample(
                cloud =>
                {
                    (EmbeddingMatrix? embedding, int k, Metric metric) = cloud;
                    int n = embedding.Rows;
                    EmbeddingMatrix reversed = new(
                        n,
                        embedding.Columns,
                        Enumerable.Range(0, n).SelectMany(row => embedding.Row(n - 1 - row).ToArray()).ToArray()
                    );
                    KnnGraph graph = Search(embedding, k, metric);
                    KnnGraph mirrored = Search(reversed, k, metric);
                    for (int row = 0; row < n; row++)
                    {
                        // The mean is summed in another order, but distances come from the rows: they agree to the bit. Neighbours may
                        // differ in ties.
                        Assert.Equal(graph.DistancesOf(row).ToArray(), mirrored.DistancesOf(n - 1 - row).ToArray());
                    }
                },
                iter: 60
            );
    }

    [Fact]
    public void Progress_ends_at_one_and_never_passes_it()
    {
        RecordedProgress progress = new();
        using HostKnnSearch search = new(2);
        search.Search(KnnClouds.Clustered(900, 5), 4, Metric.Euclidean, progress, CancellationToken.None);
        Assert.Equal(15, progress.Shares.Count);
        Assert.Equal(1, progress.Shares.Max());
    }

    [Fact]
    public void Cancelling_ends_the_search_between_tiles()
    {
        using CancellationTokenSource source = new();
        RecordedProgress progress = new() { OnReport = source.Cancel };
        using HostKnnSearch search = new(2);
        EmbeddingMatrix embedding = KnnClouds.Clustered(3000, 5);
        Assert.ThrowsAny<OperationCanceledException>(() => search.Search(embedding, 4, Metric.Euclidean, progress, source.Token));
        Assert.InRange(progress.Shares.Count, 1, 4);
        Assert.ThrowsAny<OperationCanceledException>(() => search.Search(embedding, 4, Metric.Cosine, progress, source.Token));
    }

    [Fact]
    public void K_outside_1_to_n_is_refused()
    {
        using HostKnnSearch search = new(1);
        EmbeddingMatrix embedding = KnnClouds.Clustered(5, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            search.Search(embedding, 0, Metric.Cosine, NoProgress.Instance, CancellationToken.None)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            search.Search(embedding, 6, Metric.Cosine, NoProgress.Instance, CancellationToken.None)
        );
    }

    private static Gen<(EmbeddingMatrix Embedding, int K, Metric Metric)> Clouds() =>
        from rows in Gen.Int[1, 60]
        from columns in Gen.Int[1, 20]
        from k in Gen.Int[1, rows]
        from metric in Gen.Enum<Metric>()
        from values in Gen.OneOf(Gen.Float[-1, 1], Gen.Int[-2, 2].Select(whole => (float)whole)).Array[rows * columns]
        select (new EmbeddingMatrix(rows, columns, values), k, metric);

    private static IEnumerable<int> Spread(int rows) =>
        rows <= 60 ? Enumerable.Range(0, rows) : Enumerable.Range(0, 60).Select(i => i * (rows - 1) / 59);

    private static KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, SimdWidth width = SimdWidth.Widest, int threads = 2)
    {
        using HostKnnSearch search = new(threads, width);
        return search.Search(embedding, k, metric, NoProgress.Instance, CancellationToken.None);
    }

    private sealed class RecordedProgress : IStageProgress
    {
        private readonly Lock _lock = new();

        public List<double> Shares { get; } = [];

        public Action OnReport { get; init; } = () => { };

        public void Begin(string stage, string shape) => throw new InvalidOperationException("the caller has begun the stage");

        public void Report(double fraction)
        {
            lock (_lock)
            {
                Shares.Add(fraction);
            }

            OnReport();
        }

        public void Warn(string message) => throw new InvalidOperationException(message);
    }
}
