using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Ilgpu.Tests.Planning;

/// <summary>What a run takes of a device's memory, known before it takes any.</summary>
public sealed class MemoryPlanTests
{
    [Fact]
    public void Ten_million_vectors_of_512_fit_in_80_GB()
    {
        IReadOnlyList<StageMemory> plan = MemoryPlan.OfUmap(10_000_000, 512, 16, Budget(80));
        Assert.Equal(["knn", "graph", "layout"], plan.Select(stage => stage.Stage));
        // 10^7 x 513 floats, 23 candidates of 8 bytes, 15 + 1 neighbours and distances, two tiles of 4096 x 4096 floats.
        Assert.Equal(
            "knn 23.8 GB: vectors 20.5 GB, candidates 1.8 GB, neighbours 1.3 GB; tiles of 4096 x 4096 distances stream through 0.1 GB",
            plan[0].ToString()
        );
        Assert.Equal("graph 7.2 GB: neighbours 1.9 GB, scales 0.2 GB, edges 5.1 GB", plan[1].ToString());
        Assert.Equal("layout 9.2 GB: edges 3.8 GB, positions 0.5 GB, pulls 4.8 GB", plan[2].ToString());
    }

    [Fact]
    public void A_million_vectors_of_768_fit_in_8_GB()
    {
        IReadOnlyList<StageMemory> plan = MemoryPlan.OfUmap(1_000_000, 768, 16, Budget(8));
        Assert.Equal(4096, plan[0].TileEdge);
        Assert.All(plan, stage => Assert.InRange(stage.Bytes, 700_000_000, 3_600_000_000));
    }

    [Fact]
    public void With_less_room_tiles_become_smaller_and_then_the_run_is_refused_by_name()
    {
        // Vectors, candidates and neighbours take 3.39 GB.
        Assert.Equal(4096, Edge(3.6));
        Assert.Equal(2048, Edge(3.45));
        Assert.Equal(1024, Edge(3.4));
        Assert.Equal(256, Edge(3.389));
        MachineFaultException refusal = Assert.Throws<MachineFaultException>(() => Edge(3.3));
        Assert.Contains("cuda:0 (A Card) has no room: knn 3.4 GB: vectors 3.1 GB", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("the limit given is 3.3 GB", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([Remedy.FewerSamples, new Remedy(Setting.DeviceMemory), Remedy.ComputeOnHost], refusal.Remedies);

        static int Edge(double gigabytes) => MemoryPlan.OfUmap(1_000_000, 768, 16, Budget(gigabytes))[0].TileEdge;
    }

    [Fact]
    public void The_largest_run_fits_and_one_sample_more_does_not()
    {
        MemoryBudget budget = Budget(24);
        int count = MemoryPlan.LargestUmap(512, 16, budget);
        Assert.InRange(count, 9_000_000, 12_000_000);
        MemoryPlan.OfUmap(count, 512, 16, budget);
        Assert.Throws<MachineFaultException>(() => MemoryPlan.OfUmap(count + 1, 512, 16, budget));
        Assert.Equal(0, MemoryPlan.LargestUmap(512, 16, Budget(0.0001)));
    }

    [Theory]
    [InlineData(8_000_000_000, null, 7_200_000_000, false)]
    [InlineData(8_000_000_000, 4_000_000_000L, 4_000_000_000, true)]
    [InlineData(8_000_000_000, 20_000_000_000L, 7_200_000_000, false)]
    public void A_tenth_of_what_is_free_is_left_and_a_limit_counts_if_it_is_less(long free, long? given, long bytes, bool isGiven) =>
        Assert.Equal(new MemoryBudget("cuda:0", bytes, isGiven), MemoryBudget.Of("cuda:0", free, given));

    [Fact]
    public void A_search_takes_smaller_tiles_where_its_limit_asks_for_them_and_finds_the_same()
    {
        using IlgpuDevice device = TestDevices.Open("ilgpu-cpu");
        EmbeddingMatrix data = TestData.Clusters(300, 4, 5);
        RecordedProgress progress = new();
        using IlgpuKnnSearch search = new(device);
        KnnGraph expected = search.Search(data, 6, Metric.Euclidean, progress, TestContext.Current.CancellationToken);
        Assert.Contains("tiles of 300 x 300 distances", progress.Details[^1], StringComparison.Ordinal);
        device.MemoryLimit = 250_000;
        KnnGraph found = search.Search(data, 6, Metric.Euclidean, progress, TestContext.Current.CancellationToken);
        Assert.Contains("memory of ilgpu-cpu: knn", progress.Details[^1], StringComparison.Ordinal);
        Assert.Contains("tiles of 150 x 150 distances", progress.Details[^1], StringComparison.Ordinal);
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Empty(progress.Warnings);
    }

    [Fact]
    public void No_stage_begins_for_which_there_is_no_room()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        device.MemoryLimit = 10_000;
        LayoutGraph graph = RingLayouts.Ring(300);
        EmbeddingMatrix data = TestData.Clusters(300, 4, 5);
        using IlgpuKnnSearch search = new(device);
        using IlgpuFuzzyGraphBuilder builder = new(device);
        KnnGraph knn = new(300, 2, new int[600], new float[600]);
        Action[] stages =
        [
            () => search.Search(data, 6, Metric.Euclidean, NoProgress.Instance, CancellationToken.None),
            () => builder.Build(knn, NoProgress.Instance, CancellationToken.None),
            () => new IlgpuUmapStepper(graph, RingLayouts.Circle(300, 3), new UmapOptions(), device).Dispose(),
            () => new IlgpuTsneStepper(graph, RingLayouts.Circle(300, 3), new TsneOptions { Dims = 3 }, device).Dispose(),
        ];
        Assert.All(
            stages,
            stage =>
            {
                MachineFaultException refusal = Assert.Throws<MachineFaultException>(stage);
                Assert.Contains("ilgpu-cpu", refusal.Message, StringComparison.Ordinal);
                Assert.Contains(new Remedy(Setting.DeviceMemory), refusal.Remedies);
            }
        );
    }

    private static MemoryBudget Budget(double gigabytes) => new("cuda:0 (A Card)", (long)(gigabytes * 1e9), IsGiven: true);
}
