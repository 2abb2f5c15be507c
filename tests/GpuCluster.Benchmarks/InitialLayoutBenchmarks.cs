using BenchmarkDotNet.Attributes;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Benchmarks;

/// <summary>
/// Initial layouts and the quality of one, on samples of a smooth surface in many dimensions and their symmetric 15-neighbour graph.
/// </summary>
public class InitialLayoutBenchmarks
{
    private const int Neighbours = 15;
    private EmbeddingMatrix _embedding = new(0, 1, default);
    private LayoutGraph _graph = new([0], [], []);
    private Layout _layout = new(0, 3, []);

    /// <summary>n.</summary>
    [Params(5_000, 20_000)]
    public int Samples { get; set; }

    /// <summary>d.</summary>
    [Params(784)]
    public int Features { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _embedding = new EmbeddingMatrix(Samples, Features, Surface(Samples, Features));
        using HostKnnSearch search = new(Environment.ProcessorCount);
        _graph = Symmetric(search.Search(_embedding, Neighbours, Metric.Euclidean, NoProgress.Instance, default));
        _layout = Create(InitialLayoutKind.Spectral).Layout;
    }

    [Benchmark]
    public InitialLayoutResult Spectral() => Create(InitialLayoutKind.Spectral);

    [Benchmark]
    public InitialLayoutResult Pca() => Create(InitialLayoutKind.Pca);

    [Benchmark]
    public LayoutQuality Quality() =>
        LayoutQualities.Measure(_embedding, Metric.Euclidean, _layout, null, null, 42, Environment.ProcessorCount, default);

    private InitialLayoutResult Create(InitialLayoutKind kind) =>
        InitialLayouts.Create(kind, _graph, _embedding, 3, 42, Environment.ProcessorCount, NoProgress.Instance, default);

    /// <summary>Features are slow waves over three hidden coordinates, so that the neighbour graph hangs together.</summary>
    private static float[] Surface(int samples, int features)
    {
        Random random = new(1);
        float[] waves = [.. Enumerable.Range(0, features * 3).Select(_ => 4 * random.NextSingle())];
        float[] values = new float[samples * features];
        for (int i = 0; i < samples; i++)
        {
            float u = random.NextSingle(),
                v = random.NextSingle(),
                w = random.NextSingle();
            for (int f = 0; f < features; f++)
                values[(i * features) + f] = MathF.Sin((waves[f * 3] * u) + (waves[(f * 3) + 1] * v) + (waves[(f * 3) + 2] * w));
        }

        return values;
    }

    private static LayoutGraph Symmetric(KnnGraph knn)
    {
        SortedSet<int>[] rows = [.. Enumerable.Range(0, knn.Count).Select(_ => new SortedSet<int>())];
        for (int i = 0; i < knn.Count; i++)
        {
            foreach (int j in knn.NeighboursOf(i)[1..])
            {
                rows[i].Add(j);
                rows[j].Add(i);
            }
        }

        int[] rowStart = new int[knn.Count + 1];
        for (int i = 0; i < knn.Count; i++)
            rowStart[i + 1] = rowStart[i] + rows[i].Count;

        float[] weights = new float[rowStart[^1]];
        Array.Fill(weights, 1);
        return new LayoutGraph(rowStart, [.. rows.SelectMany(row => row)], weights);
    }
}
