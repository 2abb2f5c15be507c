using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Clusters;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Testing;

namespace GpuCluster.Pipeline.Tests.Layouts;

public sealed class LayoutPipelineTests
{
    private const int N = 150,
        D = 8;

    private static readonly EmbeddingMatrix Vectors = new(
        N,
        D,
        Enumerable.Range(0, N * D).Select(i => new Random(i).NextSingle()).ToArray()
    );

    [Theory]
    [InlineData(LayoutMethod.Umap, 3)]
    [InlineData(LayoutMethod.Umap, 2)]
    [InlineData(LayoutMethod.Tsne, 3)]
    [InlineData(LayoutMethod.Pca, 2)]
    public void A_layout_does_not_depend_on_the_number_of_threads(LayoutMethod method, int dims)
    {
        Layout one = Run(Settings(method, dims) with { Threads = 1 }, 1),
            four = Run(Settings(method, dims) with { Threads = 4 }, 4);

        Assert.Equal((N, dims), (one.Count, one.Dims));
        Assert.Equal(one.Values, four.Values);
        Assert.All(one.Values, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("archives/photos.zip")]
    [InlineData("exact.npz")]
    public void What_is_packed_like_a_scene_and_is_none_is_opened_as_data(string file)
    {
        string path = Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Data.Tests", "fixtures", file);
        using HostBackends host = new(1);
        using PreparedLayout prepared = new LayoutPipeline(Settings(LayoutMethod.Pca, 3), host).Open(
            path,
            new DatasetOptions(),
            TestContext.Current.CancellationToken
        );
        Assert.True(prepared.Dataset.Count > 1);
    }

    [Theory]
    [InlineData(LayoutMethod.Umap, 66)]
    [InlineData(LayoutMethod.Umap, -83)]
    [InlineData(LayoutMethod.Tsne, 66)]
    [InlineData(LayoutMethod.Tsne, -83)]
    public void The_unit_of_the_vectors_changes_no_bit(LayoutMethod method, int exponent)
    {
        EmbeddingMatrix scaled = new(N, D, Vectors.Values.ToArray().Select(value => MathF.ScaleB(value, exponent)).ToArray());
        using HostBackends host = new(2);
        LayoutPipeline pipeline = new(Settings(method, 3), host);

        Assert.Equal(pipeline.Run(Vectors).Values, pipeline.Run(scaled).Values);
    }

    [Theory]
    [InlineData(1e20f)]
    [InlineData(1e-25f)]
    public void Vectors_in_another_unit_have_the_same_neighbours(float unit)
    {
        // No two distances are near each other.
        Random random = new(5);
        float[] values = [.. Enumerable.Range(0, N * D).Select(_ => random.NextSingle())];
        EmbeddingMatrix vectors = new(N, D, values),
            scaled = new(N, D, values.Select(value => value * unit).ToArray());
        using HostBackends host = new(2);
        LayoutPipeline pipeline = new(Settings(LayoutMethod.Umap, 3), host);

        KnnGraph usual = pipeline.Search(vectors, 15).Graph,
            other = pipeline.Search(scaled, 15).Graph;

        Assert.Equal(usual.Neighbours, other.Neighbours);
        for (int i = 0; i < usual.Distances.Length; i++)
            Assert.Equal(usual.Distances[i], other.Distances[i] / unit, 1e-5f);
    }

    [Theory]
    [InlineData(1e20f)]
    [InlineData(1e-25f)]
    public void Components_explain_the_same_in_any_unit(float unit)
    {
        EmbeddingMatrix scaled = new(N, D, Vectors.Values.ToArray().Select(value => value * unit).ToArray());
        ExplainedVariance usual = ExplainedVariance.Of(ComponentsStage.Find(Vectors, 3, 42, 2, NoProgress.Instance, default)!);
        ExplainedVariance other = ExplainedVariance.Of(ComponentsStage.Find(scaled, 3, 42, 2, NoProgress.Instance, default)!);

        Assert.InRange(usual.Total, 0.3, 1);
        for (int i = 0; i < 3; i++)
            Assert.Equal(usual.Shares[i], other.Shares[i], 1e-5);
    }

    [Fact]
    public void Known_neighbours_give_the_layout_that_their_search_gives()
    {
        using HostBackends host = new(2);
        LayoutPipeline pipeline = new(Settings(LayoutMethod.Umap, 3), host);

        KnnGraph neighbours = pipeline.Search(Vectors, 20).Graph;

        Assert.Equal(pipeline.Run(Vectors).Values, pipeline.Run(Vectors, neighbours).Values);
    }

    [Fact]
    public void A_run_announces_its_stages_and_begins_them_in_order()
    {
        Stages stages = new();
        using HostBackends host = new(2);
        new LayoutPipeline(Settings(LayoutMethod.Umap, 3), host, stages).Run(Vectors);

        Assert.Equal([StageNames.Knn, StageNames.Graph, StageNames.Init, StageNames.Optimize], stages.Planned);
        Assert.Equal(stages.Planned, stages.Begun);
    }

    [Fact]
    public void A_run_can_be_stopped()
    {
        using HostBackends host = new(2);
        LayoutPipeline pipeline = new(Settings(LayoutMethod.Umap, 3), host);
        Assert.ThrowsAny<OperationCanceledException>(() => pipeline.Run(Vectors, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void An_error_names_the_settings_that_help()
    {
        LayoutSettings supervised = new() { Umap = new UmapOptions { TargetWeight = 0.5 } };
        Assert.Equal([Setting.Labels, Setting.Supervision], RemediesOf(() => Run(supervised, 2)));
        LayoutSettings cosine = new() { Metric = Metric.Cosine };
        EmbeddingMatrix zeros = new(20, 3, new float[60]);
        using HostBackends host = new(1);
        Assert.Equal([Setting.Metric], RemediesOf(() => new LayoutPipeline(cosine, host).Run(zeros)));
        ClusterStage means = new(new ClusterSettings(null, null, 3), cosine, NoProgress.Instance);
        Assert.Equal([Setting.ClusterMethod, Setting.Metric], RemediesOf(() => means.Find(Vectors, null, default)));
        EmbeddingSettings pixels = new();
        Assert.Equal([Setting.Model], RemediesOf(() => new TextLabels(pixels, _ => { }).Dispose()));
        Assert.Equal([Setting.Model], RemediesOf(() => TextSide.Open(null, _ => { }).Dispose()));
    }

    [Fact]
    public void Fewer_neighbours_than_asked_for_are_a_warning_and_a_finished_layout_stays()
    {
        Stages stages = new();
        using HostBackends host = new(2);
        LayoutPipeline pipeline = new(
            new LayoutSettings
            {
                Umap = new UmapOptions { Neighbours = 500, Epochs = 5 },
            },
            host,
            stages
        );
        Assert.Equal(N, pipeline.Run(Vectors).Count);
        Assert.Contains("500 neighbours were asked for and there are 150 samples: taking 150", stages.Warnings);

        Layout ready = new(2, 2, [1, 2, 3, 4]);
        using PreparedLayout prepared = pipeline.Prepare(new LayoutDataset("ready", ready, null), CancellationToken.None);
        Assert.Same(ready, pipeline.Optimize(prepared));
    }

    [Theory]
    [InlineData(KnnKind.Auto, 16384, false)]
    [InlineData(KnnKind.Auto, 16385, true)]
    [InlineData(KnnKind.Exact, 1_000_000, false)]
    [InlineData(KnnKind.Approximate, 10, true)]
    public void The_host_searches_approximately_from_a_size_on(KnnKind kind, int n, bool expected)
    {
        using HostBackends host = new(1);
        Assert.Equal(expected, KnnStage.IsApproximate(new KnnSettings(Metric.Euclidean, kind, 42, 1), host, n));
    }

    private static LayoutSettings Settings(LayoutMethod method, int dims) =>
        new()
        {
            Method = method,
            Umap = new UmapOptions { Dims = dims, Epochs = 30 },
            Tsne = new TsneOptions { Dims = dims, Epochs = 30 },
        };

    private static Layout Run(LayoutSettings settings, int threads)
    {
        using HostBackends host = new(threads);
        return new LayoutPipeline(settings, host).Run(Vectors);
    }

    private static IEnumerable<Setting> RemediesOf(Action work) =>
        Assert.Throws<UnusableInputException>(work).Remedies.Select(remedy => remedy.Setting);

    private sealed class Stages : IRunProgress
    {
        public List<string> Planned { get; } = [];

        public List<string> Begun { get; } = [];

        public List<string> Warnings { get; } = [];

        public void Plan(params IReadOnlyList<PlannedStage> stages) => Planned.AddRange(stages.Select(stage => stage.Name));

        public void Begin(string stage, string shape) => Begun.Add(stage);

        public void Report(double fraction) { }

        public void Warn(string message) => Warnings.Add(message);
    }
}
