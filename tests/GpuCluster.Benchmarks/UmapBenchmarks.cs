using BenchmarkDotNet.Attributes;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;

namespace GpuCluster.Benchmarks;

/// <summary>
/// The fuzzy graph of n samples with 15 neighbours each, and the 100 first epochs on it. Neighbours lie around a line, as far as the
/// processor's caches can tell like real ones.
/// </summary>
public class UmapBenchmarks
{
    private const int K = 15;
    private KnnGraph _knn = null!;
    private LayoutGraph _graph = null!;
    private HostUmapStepper _stepper = null!;

    [Params(5_000, 70_000)]
    public int N { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        int[] neighbours = new int[N * K];
        float[] distances = new float[N * K];
        float[] initial = new float[N * 3];
        for (int i = 0; i < N; i++)
        {
            uint key = CounterRandom.Key(1, 0, (uint)i);
            neighbours[i * K] = i;
            for (int j = 1; j < K; j++)
            {
                neighbours[(i * K) + j] = (i + (j * 7) + CounterRandom.Index(CounterRandom.Bits(key, (uint)j), 7)) % N;
                distances[(i * K) + j] = 1 + (j * 0.1f);
            }

            for (int d = 0; d < 3; d++)
                initial[(i * 3) + d] = 10 * CounterRandom.Unit(CounterRandom.Bits(key, (uint)(100 + d)));
        }

        _knn = new KnnGraph(N, K, neighbours, distances);
        _graph = FuzzyGraph();
        _stepper = new HostUmapStepper(_graph, new Layout(N, 3, initial), new UmapOptions(), Threads);
    }

    [GlobalCleanup]
    public void Close() => _stepper.Dispose();

    [Benchmark]
    public LayoutGraph FuzzyGraph()
    {
        using HostFuzzyGraphBuilder builder = new(Threads);
        return builder.Build(_knn, NoProgress.Instance, CancellationToken.None);
    }

    [Benchmark(OperationsPerInvoke = 100)]
    public void Epoch()
    {
        _stepper.Restart();
        for (int epoch = 0; epoch < 100; epoch++)
            _stepper.Step();
    }
}
