using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuFuzzyGraphBuilderTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Weights_are_the_oracles(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuKnnSearch search = new(device);
        using IlgpuFuzzyGraphBuilder builder = new(device);
        EmbeddingMatrix data = TestData.Clusters(90, 6, 4);
        KnnGraph knn = search.Search(data, 8, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);
        LayoutGraph graph = builder.Build(knn, NoProgress.Instance, CancellationToken.None);
        AssertSame(FuzzyGraphOracle.Weights(knn), graph);
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void A_hub_that_everybody_points_to_has_a_sorted_row()
    {
        const int Count = 200;
        int[] neighbours = new int[Count * 2];
        float[] distances = new float[Count * 2];
        for (int i = 0; i < Count; i++)
        {
            neighbours[2 * i] = i;
            neighbours[(2 * i) + 1] = i == 0 ? Count - 1 : 0;
            distances[(2 * i) + 1] = 1 + (i * 0.01f);
        }

        KnnGraph knn = new(Count, 2, neighbours, distances);
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuFuzzyGraphBuilder builder = new(device);
        LayoutGraph graph = builder.Build(knn, NoProgress.Instance, CancellationToken.None);
        Assert.Equal(Count - 1, graph.RowStart[1]);
        AssertSame(FuzzyGraphOracle.Weights(knn), graph);
    }

    [Fact]
    public void Equal_samples_and_a_single_one_give_finite_graphs()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuFuzzyGraphBuilder builder = new(device);
        KnnGraph equal = new(3, 3, [0, 1, 2, 1, 0, 2, 2, 0, 1], new float[9]);
        Assert.All(builder.Build(equal, NoProgress.Instance, CancellationToken.None).Weights, weight => Assert.Equal(1f, weight));
        Assert.Equal(0, builder.Build(new KnnGraph(1, 1, [0], [0]), NoProgress.Instance, CancellationToken.None).EdgeCount);
        Assert.Equal(0, builder.Build(new KnnGraph(0, 1, [], []), NoProgress.Instance, CancellationToken.None).Count);
    }

    private static void AssertSame(double[,] expected, LayoutGraph graph)
    {
        for (int i = 0; i < graph.Count; i++)
        {
            double[] found = new double[graph.Count];
            for (int edge = graph.RowStart[i]; edge < graph.RowStart[i + 1]; edge++)
            {
                Assert.True(edge == graph.RowStart[i] || graph.Neighbours[edge] > graph.Neighbours[edge - 1]);
                Assert.True(graph.Weights[edge] > 0);
                found[graph.Neighbours[edge]] = graph.Weights[edge];
            }

            for (int j = 0; j < graph.Count; j++)
                Assert.Equal(expected[i, j], found[j], 2e-4);
        }
    }
}
