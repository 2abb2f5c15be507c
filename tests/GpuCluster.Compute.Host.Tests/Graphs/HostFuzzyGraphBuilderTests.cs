using System.Reflection;
using System.Text.Json;
using CsCheck;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Tests.Graphs;

public sealed class HostFuzzyGraphBuilderTests
{
    private static readonly Gen<KnnGraph> Neighbourhoods = Gen.Select(Gen.Int[1, 60], Gen.Int[1, 8], Gen.Int[0, 1000])
        .Select((n, k, seed) => RandomKnn(n, Math.Min(n, k), seed));

    [Fact]
    public void Equals_umap_learns_graph()
    {
        Recording recorded = Recorded();

        LayoutGraph graph = Build(recorded.Knn, 2);

        Assert.Equal(recorded.RowStart, graph.RowStart);
        Assert.Equal(recorded.Columns, graph.Neighbours);
        for (int e = 0; e < graph.EdgeCount; e++)
            Assert.Equal(recorded.Weights[e], graph.Weights[e], 2e-5f);
    }

    [Fact]
    public void Scales_equal_umap_learns()
    {
        Recording recorded = Recorded();
        float mean = recorded.Knn.Distances.Average();
        for (int row = 0; row < recorded.Knn.Count; row++)
        {
            NeighbourhoodScale scale = SmoothKnnDistance.Fit(new Row(recorded.Knn, row), SmoothKnnDistance.Target(recorded.Knn.K), mean);
            Assert.Equal(recorded.Rhos[row], scale.Rho);
            Assert.Equal(recorded.Sigmas[row], scale.Sigma, 1e-4f * recorded.Sigmas[row]);
        }
    }

    [Fact]
    public void Is_symmetric_sorted_and_within_bounds_whatever_the_threads() =>
        Neighbourhoods.Sample(knn =>
        {
            LayoutGraph graph = Build(knn, 1);
            Dictionary<(int, int), float> weights = new();
            for (int i = 0; i < graph.Count; i++)
            {
                for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                {
                    if (e > graph.RowStart[i])
                        Assert.True(graph.Neighbours[e - 1] < graph.Neighbours[e]);
                    Assert.NotEqual(i, graph.Neighbours[e]);
                    Assert.True(graph.Weights[e] is > 0 and <= 1);
                    weights.Add((i, graph.Neighbours[e]), graph.Weights[e]);
                }
            }

            foreach (((int i, int j), float weight) in weights)
                Assert.Equal(weight, weights[(j, i)]);
            LayoutGraph threaded = Build(knn, 3);
            Assert.Equal(graph.Neighbours, threaded.Neighbours);
            Assert.Equal(graph.Weights, threaded.Weights);
        });

    [Fact]
    public void Strengths_of_a_row_add_up_to_log2_k() =>
        Neighbourhoods
            .Where(knn => knn.K >= 3)
            .Sample(knn =>
            {
                // Independent: the sum that defines sigma, in double, wherever sigma is not at its lower bound.
                float mean = knn.Distances.Average();
                for (int row = 0; row < knn.Count; row++)
                {
                    (float rho, float sigma) = SmoothKnnDistance.Fit(new Row(knn, row), SmoothKnnDistance.Target(knn.K), mean);
                    float[] distances = knn.DistancesOf(row).ToArray();
                    if (sigma <= 1.01e-3 * distances.Average())
                        continue;
                    double sum = distances.Skip(1).Sum(d => d <= rho ? 1 : Math.Exp(-(d - (double)rho) / sigma));
                    Assert.Equal(Math.Log2(knn.K), sum, 1e-3);
                }
            });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    public void One_sample_or_one_neighbour_gives_an_empty_graph(int n, int k)
    {
        LayoutGraph graph = Build(RandomKnn(n, k, 1), 2);

        Assert.Equal(n, graph.Count);
        Assert.Equal(0, graph.EdgeCount);
    }

    [Fact]
    public void Equal_rows_give_full_strength()
    {
        KnnGraph knn = new(4, 3, [0, 1, 2, 1, 0, 2, 2, 0, 1, 3, 0, 1], new float[12]);

        Assert.All(Build(knn, 1).Weights, weight => Assert.Equal(1f, weight));
    }

    private static LayoutGraph Build(KnnGraph knn, int threads)
    {
        using HostFuzzyGraphBuilder builder = new(threads);
        return builder.Build(knn, NoProgress.Instance, CancellationToken.None);
    }

    private static KnnGraph RandomKnn(int n, int k, int seed)
    {
        Random random = new(seed);
        int[] neighbours = new int[n * k];
        float[] distances = new float[n * k];
        for (int row = 0; row < n; row++)
        {
            int[] others = Enumerable.Range(0, n).Where(i => i != row).ToArray();
            random.Shuffle(others);
            float[] lengths = Enumerable.Range(0, k - 1).Select(_ => random.NextSingle() * 3).Order().ToArray();
            neighbours[row * k] = row;
            for (int j = 1; j < k; j++)
            {
                neighbours[(row * k) + j] = others[j - 1];
                distances[(row * k) + j] = lengths[j - 1];
            }
        }

        return new KnnGraph(n, k, neighbours, distances);
    }

    private static Recording Recorded()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("fuzzy-umap-learn.json")!;
        JsonElement root = JsonDocument.Parse(stream).RootElement;
        int[] Ints(string name) => [.. root.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
        float[] Floats(string name) => [.. root.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];
        KnnGraph knn = new(root.GetProperty("n").GetInt32(), root.GetProperty("k").GetInt32(), Ints("neighbours"), Floats("distances"));
        return new Recording(knn, Floats("sigmas"), Floats("rhos"), Ints("rowStart"), Ints("columns"), Floats("weights"));
    }

    private sealed record Recording(KnnGraph Knn, float[] Sigmas, float[] Rhos, int[] RowStart, int[] Columns, float[] Weights);

    private readonly struct Row(KnnGraph knn, int row) : IDistanceRow
    {
        public int K => knn.K;

        public float At(int neighbour) => knn.Distances[(row * knn.K) + neighbour];
    }
}
