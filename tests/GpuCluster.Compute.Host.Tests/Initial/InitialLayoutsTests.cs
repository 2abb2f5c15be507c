using GpuCluster.Compute.Host.Initial;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Testing;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace GpuCluster.Compute.Host.Tests.Initial;

public class InitialLayoutsTests
{
    [Theory]
    [InlineData(InitialLayoutKind.Spectral, 2)]
    [InlineData(InitialLayoutKind.Spectral, 3)]
    [InlineData(InitialLayoutKind.Pca, 2)]
    [InlineData(InitialLayoutKind.Pca, 3)]
    [InlineData(InitialLayoutKind.Random, 2)]
    [InlineData(InitialLayoutKind.Random, 3)]
    public void Every_axis_spans_zero_to_ten(InitialLayoutKind kind, int dims)
    {
        InitialLayoutResult result = Create(kind, SmallGraphs.Random(300, 1), Samples(300, 20), dims);
        Assert.Equal(kind, result.Kind);
        Assert.Null(result.FallBackReason);
        for (int j = 0; j < dims; j++)
        {
            float[] axis = Axis(result.Layout, j);
            Assert.Equal(0, axis.Min());
            Assert.Equal(10, axis.Max());
        }
    }

    [Fact]
    public void A_spectral_layout_follows_the_laplacians_eigenvectors()
    {
        LayoutGraph graph = SmallGraphs.Random(500, 3);
        InitialLayoutResult result = Create(InitialLayoutKind.Spectral, graph, Samples(500, 5), 3);
        (_, Matrix<double> vectors) = SmallGraphs.LaplacianSpectrum(graph);
        for (int j = 0; j < 3; j++)
        {
            double correlation = Correlation.Pearson(Axis(result.Layout, j).Select(v => (double)v), vectors.Column(j + 1));
            Assert.InRange(Math.Abs(correlation), 0.999, 1.0001);
        }
    }

    [Fact]
    public void A_ring_becomes_a_circle()
    {
        Layout layout = Create(InitialLayoutKind.Spectral, SmallGraphs.Ring(400), Samples(400, 5), 2).Layout;
        for (int i = 0; i < 400; i++)
        {
            float x = layout.Of(i)[0] - 5,
                y = layout.Of(i)[1] - 5;
            Assert.Equal(5, Math.Sqrt((x * x) + (y * y)), 0.1);
        }
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(6, 3)]
    [InlineData(7, 3)]
    [InlineData(12, 2)]
    public void Unconnected_parts_reach_half_way_to_each_other(int parts, int dims)
    {
        const int Each = 70;
        LayoutGraph graph = SmallGraphs.Union([.. Enumerable.Range(0, parts).Select(p => SmallGraphs.Random(Each, p))]);
        EmbeddingMatrix embedding = Clumps(parts, Each);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        (float[]? values, _) = SpectralInitialLayout.Create(graph, embedding, dims, 42, 2, _ => { }, cancellation);
        ComponentPlacement placement = ComponentPlacement.Of(GraphComponents.Of(graph), embedding, dims, 42, 2, cancellation);
        for (int part = 0; part < parts; part++)
        {
            float[] centre = placement.Centres[(part * dims)..((part + 1) * dims)];
            double nearest = Enumerable
                .Range(0, parts)
                .Where(other => other != part)
                .Min(other => Math.Sqrt(centre.Select((value, j) => Math.Pow(value - placement.Centres[(other * dims) + j], 2)).Sum()));
            Assert.InRange(nearest, 0.01, 2);
            Assert.Equal(nearest / 2, placement.Reach[part], 1e-5);
            float[] offsets =
            [
                .. Enumerable.Range(part * Each * dims, Each * dims).Select(at => Math.Abs(values![at] - centre[at % dims])),
            ];
            Assert.Equal(placement.Reach[part], offsets.Max(), 1e-5);
        }
    }

    [Fact]
    public void Single_vertices_and_pairs_beside_a_big_part_are_placed_too()
    {
        LayoutGraph graph = SmallGraphs.Union(SmallGraphs.Random(200, 1), SmallGraphs.Path(2), SmallGraphs.Path(1), SmallGraphs.Path(4));
        InitialLayoutResult result = Create(InitialLayoutKind.Spectral, graph, Samples(207, 8), 3);
        Assert.Equal(InitialLayoutKind.Spectral, result.Kind);
        Assert.All(result.Layout.Values, value => Assert.InRange(value, 0, 10));
        Assert.Equal(207, Enumerable.Range(0, 207).Select(i => string.Join(' ', result.Layout.Of(i).ToArray())).Distinct().Count());
    }

    [Theory]
    [InlineData(InitialLayoutKind.Spectral)]
    [InlineData(InitialLayoutKind.Pca)]
    [InlineData(InitialLayoutKind.Random)]
    public void Hostile_inputs_give_finite_layouts(InitialLayoutKind kind)
    {
        int[] counts = [0, 1, 2, 3, 4, 5, 9, 100];
        foreach (int count in counts)
        {
            LayoutGraph[] graphs = [SmallGraphs.Of(count, []), count > 1 ? SmallGraphs.Path(count) : SmallGraphs.Of(count, [])];
            foreach (LayoutGraph graph in graphs)
            {
                EmbeddingMatrix[] embeddings =
                [
                    new EmbeddingMatrix(count, 7, new float[count * 7]),
                    Samples(count, 1),
                    Samples(count, 100),
                ];
                foreach (EmbeddingMatrix embedding in embeddings)
                {
                    foreach (int dims in new[] { 2, 3 })
                    {
                        Layout layout = Create(kind, graph, embedding, dims).Layout;
                        Assert.Equal(count * dims, layout.Values.Length);
                        Assert.All(layout.Values, value => Assert.InRange(value, 0, 10));
                    }
                }
            }
        }
    }

    [Fact]
    public void Too_few_samples_fall_back_to_principal_components_with_a_warning()
    {
        RecordedProgress progress = new();
        InitialLayoutResult result = InitialLayouts.Create(
            InitialLayoutKind.Spectral,
            SmallGraphs.Path(4),
            Samples(4, 5),
            3,
            1,
            1,
            progress,
            default
        );
        Assert.Equal(InitialLayoutKind.Pca, result.Kind);
        Assert.Equal([result.FallBackReason!], progress.Warnings);
    }

    [Fact]
    public void Equal_samples_fall_back_to_random_with_a_warning()
    {
        RecordedProgress progress = new();
        InitialLayoutResult result = InitialLayouts.Create(
            InitialLayoutKind.Pca,
            SmallGraphs.Path(9),
            new EmbeddingMatrix(9, 4, new float[36]),
            3,
            1,
            1,
            progress,
            default
        );
        Assert.Equal(InitialLayoutKind.Random, result.Kind);
        Assert.Contains("all samples are equal", Assert.Single(progress.Warnings), StringComparison.Ordinal);
        Assert.Equal(9, result.Layout.Values.Chunk(3).Select(p => (p[0], p[1], p[2])).Distinct().Count());
    }

    [Theory]
    [InlineData(InitialLayoutKind.Spectral)]
    [InlineData(InitialLayoutKind.Pca)]
    [InlineData(InitialLayoutKind.Random)]
    public void The_seed_decides_and_the_threads_do_not(InitialLayoutKind kind)
    {
        LayoutGraph graph = SmallGraphs.Union(SmallGraphs.Random(1500, 2), SmallGraphs.Random(90, 3));
        EmbeddingMatrix embedding = Samples(1590, 12);
        float[] one = Create(kind, graph, embedding, 3, seed: 7, threads: 1).Layout.Values;
        Assert.Equal(one, Create(kind, graph, embedding, 3, seed: 7, threads: 3).Layout.Values);
        Assert.NotEqual(one, Create(kind, graph, embedding, 3, seed: 8, threads: 1).Layout.Values);
    }

    [Fact]
    public void Cancelling_stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            InitialLayouts.Create(
                InitialLayoutKind.Spectral,
                SmallGraphs.Random(500, 2),
                Samples(500, 3),
                3,
                1,
                2,
                NoProgress.Instance,
                source.Token
            )
        );
    }

    [Fact]
    public void More_samples_than_a_spectral_embedding_is_worth_start_from_principal_components()
    {
        const int Count = InitialLayouts.MaxSpectral + 1;
        InitialLayoutResult result = Create(InitialLayoutKind.Spectral, SmallGraphs.Path(Count), Samples(Count, 4), 3);

        Assert.Equal(InitialLayoutKind.Pca, result.Kind);
        Assert.Contains("more than 250000 samples", result.FallBackReason);
    }

    [Theory]
    [InlineData(1e-3f)]
    [InlineData(1e-9f)]
    [InlineData(1e-30f)]
    public void Many_parts_that_are_hardly_joined_give_a_finite_layout(float joint)
    {
        const int Parts = 24,
            Each = 150;
        LayoutGraph apart = SmallGraphs.Union([.. Enumerable.Range(0, Parts).Select(part => SmallGraphs.Random(Each, part))]);
        IEnumerable<(int, int, float joint)> joints = Enumerable.Range(1, Parts - 1).Select(part => (part * Each - 1, part * Each, joint));
        LayoutGraph graph = SmallGraphs.Of(apart.Count, SmallGraphs.Edges(apart).Where(e => e.From < e.To).Concat(joints));

        InitialLayoutResult result = Create(InitialLayoutKind.Spectral, graph, Samples(graph.Count, 5), 3);

        Assert.All(result.Layout.Values, value => Assert.InRange(value, 0, 10));
    }

    private static InitialLayoutResult Create(
        InitialLayoutKind kind,
        LayoutGraph graph,
        EmbeddingMatrix embedding,
        int dims,
        ulong seed = 42,
        int threads = 2
    ) => InitialLayouts.Create(kind, graph, embedding, dims, seed, threads, NoProgress.Instance, TestContext.Current.CancellationToken);

    private static float[] Axis(Layout layout, int axis) => [.. Enumerable.Range(0, layout.Count).Select(i => layout.Of(i)[axis])];

    private static EmbeddingMatrix Samples(int rows, int columns)
    {
        Random random = new(rows);
        return new EmbeddingMatrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle()).ToArray());
    }

    /// <summary>Clumps of samples around points on the axes, ten apart.</summary>
    private static EmbeddingMatrix Clumps(int count, int each)
    {
        Random random = new(count);
        float[] values = new float[count * each * 4];
        for (int i = 0; i < count * each; i++)
        {
            for (int f = 0; f < 4; f++)
                values[(i * 4) + f] = (f == i / each % 4 ? 10f * (1 + (i / each / 4)) : 0) + random.NextSingle();
        }

        return new EmbeddingMatrix(count * each, 4, values);
    }
}
