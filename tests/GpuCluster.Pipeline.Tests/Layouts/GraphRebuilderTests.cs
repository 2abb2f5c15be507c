using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.Pipeline.Tests.Layouts;

public sealed class GraphRebuilderTests
{
    private const int N = 120,
        D = 6;

    private static readonly EmbeddingMatrix Embedding = new(
        N,
        D,
        Enumerable.Range(0, N * D).Select(i => new Random(i).NextSingle()).ToArray()
    );

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(500)]
    public void The_graph_is_what_a_search_for_as_many_neighbours_gives(int neighbours)
    {
        LayoutGraph? built = null;
        GraphRebuilder rebuilder = Rebuilder(15, graph => built = graph);

        using IUmapStepper stepper = rebuilder.Rebuild(
            new UmapOptions { Neighbours = neighbours },
            NoProgress.Instance,
            CancellationToken.None
        )();

        LayoutGraph expected = GraphOf(Search(Math.Min(neighbours, N)));
        Assert.Equal(expected.RowStart, built!.RowStart);
        Assert.Equal(expected.Neighbours, built.Neighbours);
        Assert.Equal(expected.Weights, built.Weights);
        Assert.Equal(neighbours, stepper.Options.Neighbours);
    }

    [Fact]
    public void Fewer_neighbours_after_more_are_cut_from_them()
    {
        List<LayoutGraph> built = [];
        GraphRebuilder rebuilder = Rebuilder(10, built.Add);
        foreach (int neighbours in new[] { 30, 20, 10 })
        {
            using IUmapStepper stepper = rebuilder.Rebuild(
                new UmapOptions { Neighbours = neighbours },
                NoProgress.Instance,
                CancellationToken.None
            )();
        }

        Assert.Equal(GraphOf(Search(20)).Weights, built[1].Weights);
        Assert.Equal(GraphOf(Search(10)).Weights, built[2].Weights);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_a_rebuild_can_be_stopped()
    {
        GraphRebuilder rebuilder = Rebuilder(15, _ => { });

        Assert.Throws<ArgumentException>(() =>
            rebuilder.Rebuild(new UmapOptions { Neighbours = 1 }, NoProgress.Instance, CancellationToken.None)
        );
        Assert.ThrowsAny<OperationCanceledException>(() =>
            rebuilder.Rebuild(new UmapOptions { Neighbours = 30 }, NoProgress.Instance, new CancellationToken(canceled: true))
        );
        using IUmapStepper stepper = rebuilder.Rebuild(new UmapOptions { Neighbours = 30 }, NoProgress.Instance, CancellationToken.None)();
        Assert.Equal(N, stepper.Count);
    }

    private static GraphRebuilder Rebuilder(int neighbours, Action<LayoutGraph> built) =>
        new(
            (_, _) => Embedding,
            Search(neighbours),
            Start(),
            Metric.Euclidean,
            2,
            (graph, initial, options) =>
            {
                built(graph);
                return new HostUmapStepper(graph, initial, options, 1);
            }
        );

    private static Layout Start() => new(N, 3, [.. Enumerable.Range(0, N * 3).Select(i => 10 * new Random(i).NextSingle())]);

    private static KnnGraph Search(int k)
    {
        using HostKnnSearch search = new(1);
        return search.Search(Embedding, k, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);
    }

    private static LayoutGraph GraphOf(KnnGraph knn)
    {
        using HostFuzzyGraphBuilder builder = new(1);
        return builder.Build(knn, NoProgress.Instance, CancellationToken.None);
    }
}
