using System.Reflection;
using System.Text.Json;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Tests.Graphs;

/// <summary>Other rules than the defaults, and supervision, against the graphs that umap-learn made.</summary>
public sealed class UmapVariantsTests
{
    private static readonly JsonElement Variants = Open("umap-variants.json");
    private static readonly KnnGraph Knn = OpenKnn();

    public static TheoryData<int> Rules => [.. Enumerable.Range(0, Variants.GetProperty("variants").GetArrayLength())];

    public static TheoryData<int> Supervised => [.. Enumerable.Range(0, Variants.GetProperty("supervised").GetArrayLength())];

    private static SampleLabels Target => new(Ints(Variants, "target"), ["a", "b", "c"]);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_gives_umap_learns_graph(int index)
    {
        JsonElement recorded = Variants.GetProperty("variants")[index];

        AssertEqual(
            recorded,
            Build(
                new UmapOptions
                {
                    SetOperationMix = recorded.GetProperty("mix").GetDouble(),
                    LocalConnectivity = recorded.GetProperty("connectivity").GetDouble(),
                }
            )
        );
    }

    [Theory]
    [MemberData(nameof(Supervised))]
    public void Classes_give_umap_learns_graph_on_any_number_of_threads(int index)
    {
        JsonElement recorded = Variants.GetProperty("supervised")[index];
        UmapOptions options = new() { TargetWeight = recorded.GetProperty("weight").GetDouble() };

        LayoutGraph graph = Build(options);

        AssertEqual(recorded, graph);
        LayoutGraph threaded = Build(options, threads: 3);
        Assert.Equal(graph.Weights, threaded.Weights);
        Assert.Equal(graph.Neighbours, threaded.Neighbours);
    }

    [Fact]
    public void One_class_leaves_only_the_largest_weight_of_each_row_changed()
    {
        // Independent: within one class nothing is weakened, so every row is divided by its own largest weight.
        LayoutGraph plain = Build(new UmapOptions());

        LayoutGraph one = SupervisedGraph.Intersect(plain, new SampleLabels(new int[plain.Count], ["one"]), 0.5, 2, CancellationToken.None);

        Assert.Equal(plain.Neighbours, one.Neighbours);
        double[] largest =
        [
            .. Enumerable.Range(0, plain.Count).Select(i => (double)plain.Weights[plain.RowStart[i]..plain.RowStart[i + 1]].Max()),
        ];
        for (int i = 0; i < plain.Count; i++)
        {
            for (int e = plain.RowStart[i]; e < plain.RowStart[i + 1]; e++)
            {
                double to = plain.Weights[e] / largest[i],
                    back = plain.Weights[e] / largest[plain.Neighbours[e]];
                Assert.Equal(to + back - (to * back), one.Weights[e], 1e-5);
            }
        }
    }

    [Fact]
    public void At_full_weight_no_edge_joins_two_classes()
    {
        LayoutGraph graph = Build(new UmapOptions { TargetWeight = 1 });
        int[] classOf = Target.ClassOf;
        for (int i = 0; i < graph.Count; i++)
        {
            foreach (int neighbour in graph.Neighbours[graph.RowStart[i]..graph.RowStart[i + 1]])
                Assert.True(classOf[i] < 0 || classOf[neighbour] < 0 || classOf[i] == classOf[neighbour]);
        }
    }

    private static LayoutGraph Build(UmapOptions options, int threads = 2)
    {
        using HostFuzzyGraphBuilder builder = new(threads, options.GraphRule());
        return UmapGraph.Build(Knn, builder, options, Target, threads, NoProgress.Instance, CancellationToken.None);
    }

    private static void AssertEqual(JsonElement recorded, LayoutGraph graph)
    {
        Assert.Equal(Ints(recorded, "rowStart"), graph.RowStart);
        Assert.Equal(Ints(recorded, "columns"), graph.Neighbours);
        float[] weights = Floats(recorded, "weights");
        for (int e = 0; e < graph.EdgeCount; e++)
            Assert.Equal(weights[e], graph.Weights[e], 2e-5f);
    }

    private static KnnGraph OpenKnn()
    {
        JsonElement root = Open("fuzzy-umap-learn.json");
        return new KnnGraph(
            root.GetProperty("n").GetInt32(),
            root.GetProperty("k").GetInt32(),
            Ints(root, "neighbours"),
            Floats(root, "distances")
        );
    }

    private static JsonElement Open(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    private static int[] Ints(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    private static float[] Floats(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];
}
