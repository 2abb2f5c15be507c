using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuApproximateKnnSearchTests
{
    private const ulong Seed = 7;

    /// <summary>So few near tiles that neighbours are missed; a planner never takes fewer.</summary>
    private const int FewNear = 4;

    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Where_all_tiles_are_near_it_finds_what_the_oracle_finds(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        foreach (
            (EmbeddingMatrix data, int k) in new[]
            {
                (TestData.Clusters(200, 5, 5), 9),
                (TestData.Clusters(37, 3, 2), 37),
                (TestData.Clusters(2, 5, 1), 2),
                (TestData.Clusters(1, 4, 1), 1),
            }
        )
        {
            foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
                Assert.Equal(1, Recall(data, metric, Search(device, data, k, metric)));
        }
        DeviceRecord.Passed(device);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void It_finds_and_misses_what_the_host_finds_and_misses(Metric metric)
    {
        using IlgpuDevice device = TestDevices.Open("4");
        EmbeddingMatrix data = TestData.Clusters(1200, 4, 1);
        KnnGraph found = Search(device, data, 8, metric, FewNear);
        using ApproximateKnnSearch host = new(Seed, 2, near: FewNear);
        KnnGraph expected = host.Search(data, 8, metric, NoProgress.Instance, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Neighbours, found.Neighbours);
        double recall = Recall(data, metric, found);
        Assert.InRange(recall, 0.8, 0.9999);
    }

    [Fact]
    public void Projected_rows_have_the_recall_of_the_host_and_distances_of_all_features()
    {
        using IlgpuDevice device = TestDevices.Open("16");
        EmbeddingMatrix data = TestData.Clusters(420, 140, 60);
        KnnGraph found = Search(device, data, 6, Metric.Euclidean);
        using ApproximateKnnSearch host = new(Seed, 2);
        KnnGraph expected = host.Search(data, 6, Metric.Euclidean, NoProgress.Instance, TestContext.Current.CancellationToken);
        double recall = Recall(data, Metric.Euclidean, found);
        Assert.InRange(recall, Recall(data, Metric.Euclidean, expected) - 0.002, 1);
        Assert.InRange(recall, 0.9, 1);
    }

    [Fact]
    public void Two_searches_give_the_same_bits_whatever_the_threads_of_the_planner()
    {
        using IlgpuDevice device = TestDevices.Open("4");
        EmbeddingMatrix data = TestData.Clusters(900, 3, 40);
        KnnGraph first = Search(device, data, 7, Metric.Euclidean, FewNear, threads: 1);
        KnnGraph second = Search(device, data, 7, Metric.Euclidean, FewNear, threads: 3);
        Assert.Equal(first.Neighbours, second.Neighbours);
        Assert.Equal(first.Distances, second.Distances);
    }

    [Fact]
    public void Duplicates_are_at_zero_and_tie_by_index_after_the_row_itself()
    {
        using IlgpuDevice device = TestDevices.Open("4");
        EmbeddingMatrix equal = new(150, 3, Enumerable.Repeat(0.25f, 450).ToArray());
        foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
        {
            KnnGraph graph = Search(device, equal, 4, metric);
            for (int row = 0; row < 150; row++)
                Assert.Equal(4, graph.NeighboursOf(row).ToArray().Distinct().Count());
            Assert.All(graph.Distances, distance => Assert.Equal(0, distance));
        }

        // Each row three times: more candidates than k, so that which of them are kept is told by the index.
        EmbeddingMatrix three = TestData.Clusters(50, 3, 50);
        EmbeddingMatrix data = new(150, 3, Enumerable.Range(0, 3).SelectMany(_ => three.Values.ToArray()).ToArray());
        KnnGraph triples = Search(device, data, 3, Metric.Euclidean);
        for (int row = 0; row < 150; row++)
        {
            Assert.Equal(
                [row, .. new[] { row % 50, (row % 50) + 50, (row % 50) + 100 }.Where(other => other != row)],
                triples.NeighboursOf(row)
            );
        }
    }

    [Fact]
    public void Short_of_memory_it_goes_on_with_fewer_tiles_says_so_and_finds_the_same()
    {
        using IlgpuDevice device = TestDevices.Open("ilgpu-cpu");
        EmbeddingMatrix data = TestData.Clusters(500, 4, 5);
        RecordedProgress progress = new();
        KnnGraph expected = Search(device, data, 6, Metric.Euclidean, progress: progress);
        Assert.Empty(progress.Warnings);
        Assert.Equal(1, progress.Last);

        // There are nine tiles of 192 x 192 floats, of which the simulator takes seven at a time.
        KnnGraph found = Search(device.WithMaxBytes(450_000), data, 6, Metric.Euclidean, progress: progress);
        Assert.Contains("3 tiles at a time instead of 7 tiles", Assert.Single(progress.Warnings), StringComparison.Ordinal);
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Contains(
            "no room for one tile",
            Assert.Throws<MachineFaultException>(() => Search(device.WithMaxBytes(100_000), data, 6, Metric.Euclidean)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_a_device_cannot_do_is_refused_with_the_remedy()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        EmbeddingMatrix data = TestData.Clusters(600, 2, 3);
        foreach ((int k, Metric metric) in new[] { (505, Metric.Cosine), (5, Metric.Manhattan), (5, Metric.Correlation) })
        {
            Assert.Equal(
                [new Remedy(Setting.KnnDevice, "host")],
                Assert.Throws<UnusableInputException>(() => Search(device, data, k, metric)).Remedies
            );
        }
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuApproximateKnnSearch search = new(device, new TilePlanner(Seed, 1));
        Assert.Throws<OperationCanceledException>(() =>
            search.Search(TestData.Clusters(50, 4, 2), 5, Metric.Cosine, NoProgress.Instance, new CancellationToken(true))
        );
    }

    private static KnnGraph Search(
        IlgpuDevice device,
        EmbeddingMatrix data,
        int k,
        Metric metric,
        int near = TilePlanner.DefaultNear,
        int threads = 2,
        IStageProgress? progress = null
    )
    {
        using IlgpuApproximateKnnSearch search = new(device, new TilePlanner(Seed, threads, near: near));
        return search.Search(data, k, metric, progress ?? NoProgress.Instance, TestContext.Current.CancellationToken);
    }

    /// <summary>The share of neighbours that are as near as the oracle's; asserts that what was found is what it says it is.</summary>
    private static double Recall(EmbeddingMatrix data, Metric metric, KnnGraph graph)
    {
        int hits = 0;
        for (int row = 0; row < data.Rows; row++)
        {
            double[] expected = DistanceOracle.Nearest(data, metric, row, graph.K);
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(row);
            ReadOnlySpan<float> distances = graph.DistancesOf(row);
            Assert.Equal(row, neighbours[0]);
            Assert.Equal(graph.K, neighbours.ToArray().Distinct().Count());
            for (int j = 0; j < graph.K; j++)
            {
                double distance = DistanceOracle.Distance(data, metric, row, neighbours[j]);
                double tolerance = 1e-5 * Math.Max(distance, 0.01);
                Assert.InRange(distances[j], distance - tolerance, distance + tolerance);
                Assert.True(j == 0 || distances[j - 1] <= distances[j]);
                if (distance <= expected[^1] + tolerance)
                    hits++;
            }
        }

        return (double)hits / graph.Neighbours.Length;
    }
}
