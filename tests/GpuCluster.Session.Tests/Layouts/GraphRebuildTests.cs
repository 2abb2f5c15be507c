using System.Numerics;
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
using GpuCluster.Session.Layouts;

namespace GpuCluster.Session.Tests.Layouts;

public sealed class GraphRebuildTests
{
    private const int N = 120,
        D = 6;

    private static readonly EmbeddingMatrix Embedding = new(
        N,
        D,
        Enumerable.Range(0, N * D).Select(i => new Random(i).NextSingle()).ToArray()
    );

    [Fact]
    public void A_live_layout_goes_on_with_more_neighbours_from_where_it_is()
    {
        Layout initial = Start();
        GraphRebuilder rebuilder = new(
            (_, _) => Embedding,
            Search(15),
            initial,
            Metric.Euclidean,
            2,
            (graph, from, options) => new HostUmapStepper(graph, from, options, 1)
        );
        using HostUmapStepper stepper = new(GraphOf(Search(15)), initial, new UmapOptions { Epochs = 50 }, 1);
        using LiveLayout live = new(stepper);
        using GraphRebuild rebuild = new(rebuilder, live.Thread, NoProgress.Instance, fault => Assert.Fail(fault.Message));
        live.Thread.TogglePause();
        for (int epoch = 0; epoch < 10; epoch++)
            live.Thread.StepOnce();

        Vector4[] before = live.UntilShown(10);
        rebuild.Start(new UmapOptions { Neighbours = 20, Epochs = 50 });
        rebuild.Start(new UmapOptions { Neighbours = 25, Epochs = 50 });
        live.Until(() => live.Thread.Status.Options?.Neighbours == 25);
        Assert.Equal((10, 60), (live.Thread.Status.Epoch, live.Thread.Status.Epochs));

        // Nothing acts in the first epoch of a schedule.
        live.Thread.StepOnce();
        Assert.Equal(before, live.UntilShown(11));
        live.Thread.StepOnce();
        Assert.NotEqual(before, live.UntilShown(12));
        live.Thread.Restart();
        Assert.Equal(new Vector4(initial.Of(7)[0], initial.Of(7)[1], initial.Of(7)[2], 0), live.UntilShown(0)[7]);
    }

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
