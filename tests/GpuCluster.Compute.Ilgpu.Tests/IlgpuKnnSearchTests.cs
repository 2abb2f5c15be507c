using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuKnnSearchTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Finds_what_the_oracle_finds(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuKnnSearch search = new(device);
        foreach (
            (EmbeddingMatrix data, int k) in new[]
            {
                (TestData.Clusters(150, 21, 5), 9),
                (TestData.Clusters(37, 3, 2), 37),
                (TestData.Clusters(2, 5, 1), 2),
                (TestData.Clusters(1, 4, 1), 1),
            }
        )
        {
            foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
                AssertExact(data, metric, search.Search(data, k, metric, NoProgress.Instance, CancellationToken.None));
        }
        DeviceRecord.Passed(device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Nearly_parallel_rows_are_told_apart(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix data = TestData.Cone(150, 21, 1e-3);
        KnnGraph graph = search.Search(data, 9, Metric.Cosine, NoProgress.Instance, CancellationToken.None);
        for (int row = 0; row < data.Rows; row++)
        {
            // The unit rows are rounded to single precision, which is 1 in 10,000 of their differences.
            double[] expected = DistanceOracle.Nearest(data, Metric.Cosine, row, graph.K);
            for (int j = 1; j < graph.K; j++)
            {
                Assert.InRange(graph.DistancesOf(row)[j], expected[j] * 0.999, expected[j] * 1.001);
                double found = DistanceOracle.Distance(data, Metric.Cosine, row, graph.NeighboursOf(row)[j]);
                Assert.InRange(found, expected[j] * 0.999, expected[j] * 1.001);
            }
        }

        DeviceRecord.Passed(device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Zero_rows_come_before_rows_of_a_negative_cosine(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuKnnSearch search = new(device);
        float[] values = TestData.Clusters(90, 4, 30).Values.ToArray();
        for (int row = 0; row < 90; row += 3)
            values.AsSpan(row * 4, 4).Clear();
        EmbeddingMatrix data = new(90, 4, values);
        AssertExact(data, Metric.Cosine, search.Search(data, 70, Metric.Cosine, NoProgress.Instance, CancellationToken.None));
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void Far_from_the_origin_distances_keep_their_digits()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix near = TestData.Clusters(60, 8, 3);
        EmbeddingMatrix far = new(60, 8, near.Values.ToArray().Select(value => MathF.Round(value * 64) / 64 + 4096).ToArray());
        AssertExact(far, Metric.Euclidean, search.Search(far, 6, Metric.Euclidean, NoProgress.Instance, CancellationToken.None));
    }

    [Fact]
    public void Equal_rows_tie_by_index_after_the_row_itself()
    {
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix equal = new(40, 3, Enumerable.Repeat(0.25f, 120).ToArray());
        foreach (Metric metric in new[] { Metric.Euclidean, Metric.Cosine })
        {
            KnnGraph graph = search.Search(equal, 4, metric, NoProgress.Instance, CancellationToken.None);
            Assert.Equal([0, 1, 2, 3], graph.NeighboursOf(0));
            Assert.Equal([1, 0, 2, 3], graph.NeighboursOf(1));
            Assert.Equal([39, 0, 1, 2], graph.NeighboursOf(39));
            Assert.All(graph.Distances, distance => Assert.Equal(0, distance));
        }
    }

    [Fact]
    public void Zero_rows_have_cosine_distance_one_to_all_others()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix data = new(3, 2, new float[] { 0, 0, 1, 0, 0, 0 });
        KnnGraph graph = search.Search(data, 3, Metric.Cosine, NoProgress.Instance, CancellationToken.None);
        Assert.Equal([0, 1, 2], graph.NeighboursOf(0));
        Assert.Equal([0f, 1f, 1f], graph.DistancesOf(0));
        Assert.Equal([0f, 1f, 1f], graph.DistancesOf(1));
    }

    [Fact]
    public void More_neighbours_than_shared_memory_holds_are_refused_with_the_remedy()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix data = TestData.Clusters(600, 2, 3);
        Assert.Equal(
            [new Remedy(Setting.KnnDevice, "host")],
            Assert
                .Throws<UnusableInputException>(() => search.Search(data, 505, Metric.Cosine, NoProgress.Instance, CancellationToken.None))
                .Remedies
        );
    }

    /// <summary>Groups that run at the same time must not meet in shared memory: seen to happen on OpenCL, in one search of ten.</summary>
    [Fact]
    [Trait("Needs", "Device")]
    [Trait("Only", "Device")]
    public void Many_searches_all_find_the_same()
    {
        using IlgpuDevice device = TestDevices.Open(TestDevices.Real);
        using IlgpuKnnSearch search = new(device);
        EmbeddingMatrix data = TestData.Clusters(300, 20, 9);
        int[] first = search.Search(data, 15, Metric.Euclidean, NoProgress.Instance, CancellationToken.None).Neighbours;
        for (int i = 0; i < 20; i++)
            Assert.Equal(first, search.Search(data, 15, Metric.Euclidean, NoProgress.Instance, CancellationToken.None).Neighbours);
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void A_cancelled_search_stops()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuKnnSearch search = new(device);
        Assert.Throws<OperationCanceledException>(() =>
            search.Search(TestData.Clusters(50, 4, 2), 5, Metric.Cosine, NoProgress.Instance, new CancellationToken(true))
        );
    }

    private static void AssertExact(EmbeddingMatrix data, Metric metric, KnnGraph graph)
    {
        for (int row = 0; row < data.Rows; row++)
        {
            double[] expected = DistanceOracle.Nearest(data, metric, row, graph.K);
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(row);
            ReadOnlySpan<float> distances = graph.DistancesOf(row);
            Assert.Equal(row, neighbours[0]);
            Assert.Equal(graph.K, neighbours.ToArray().Distinct().Count());
            for (int j = 0; j < graph.K; j++)
            {
                double tolerance = 1e-5 * Math.Max(expected[j], 0.01);
                Assert.InRange(distances[j], expected[j] - tolerance, expected[j] + tolerance);
                Assert.InRange(DistanceOracle.Distance(data, metric, row, neighbours[j]), expected[j] - tolerance, expected[j] + tolerance);
            }
        }
    }
}
