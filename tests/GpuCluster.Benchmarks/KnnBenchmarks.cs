using BenchmarkDotNet.Attributes;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Benchmarks;

/// <summary>
/// Exact 15 nearest neighbours and one row of cosines, 784 features, on all cores. Rows lie around ten centres, as digits do. The
/// operations of a search are counted as 2 n² d, whatever symmetry saves: at n = 10,000 one second means 156.8 GFLOP/s.
/// </summary>
public class KnnBenchmarks
{
    private const int Features = 784;
    private const int Clusters = 10;

    private HostKnnSearch? _search;
    private HostCosineSimilarity? _similarity;
    private EmbeddingMatrix? _embedding;
    private float[] _cosines = [];

    [Params(1_000, 10_000)]
    public int Samples { get; set; }

    [Params(SimdWidth.Bits128, SimdWidth.Widest)]
    public SimdWidth Width { get; set; }

    [GlobalSetup]
    public void MakeRows()
    {
        float[] values = new float[Samples * Features];
        for (int i = 0; i < values.Length; i++)
        {
            float centre = MathF.Sin((i / Features % Clusters * Features) + (i % Features));
            values[i] = centre + (0.3f * MathF.Sin(i * 12.9898f % 6283));
        }

        _embedding = new EmbeddingMatrix(Samples, Features, values);
        _search?.Dispose();
        _search = new HostKnnSearch(Environment.ProcessorCount, Width);
        _similarity?.Dispose();
        _similarity = new HostCosineSimilarity(_embedding, Environment.ProcessorCount);
        _cosines = new float[Samples];
    }

    [GlobalCleanup]
    public void Release()
    {
        _search?.Dispose();
        _similarity?.Dispose();
    }

    [Benchmark]
    public KnnGraph Euclidean() => _search!.Search(_embedding!, 15, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);

    [Benchmark]
    public KnnGraph Cosine() => _search!.Search(_embedding!, 15, Metric.Cosine, NoProgress.Instance, CancellationToken.None);

    [Benchmark]
    public float[] RowOfCosines()
    {
        _similarity!.Row(Samples / 2, _cosines);
        return _cosines;
    }
}
