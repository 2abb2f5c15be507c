using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Devices;

/// <summary>Every stage on the processor, with the widest SIMD registers it has. Results do not depend on the number of threads.</summary>
/// <param name="threads">Threads to use at most, 1 or more; null for all processors.</param>
public sealed class HostBackends(int? threads = null) : IComputeBackends
{
    private readonly int _threads = threads ?? Environment.ProcessorCount;

    /// <inheritdoc/>
    public string KnnDevice => "host";

    /// <inheritdoc/>
    public string Description => "host";

    /// <inheritdoc/>
    public string DescriptionOfTsne(int count) => "host";

    /// <inheritdoc/>
    public bool SearchesOnHost(Metric metric) => true;

    /// <inheritdoc/>
    public IKnnSearch CreateKnn(Metric metric, IStageProgress progress) => new HostKnnSearch(_threads);

    /// <inheritdoc/>
    public IKnnSearch CreateApproximateKnn(Metric metric, ulong seed, IStageProgress progress) => new ApproximateKnnSearch(seed, _threads);

    /// <inheritdoc/>
    public IFuzzyGraphBuilder CreateGraphBuilder(FuzzyGraphRule rule, IStageProgress progress) => new HostFuzzyGraphBuilder(_threads, rule);

    /// <inheritdoc/>
    public IUmapStepper CreateStepper(LayoutGraph graph, Layout initial, UmapOptions options, UmapProgress? reached = null) =>
        new HostUmapStepper(graph, initial, options, _threads, reached);

    /// <inheritdoc/>
    public ITsneStepper CreateTsneStepper(LayoutGraph graph, Layout initial, TsneOptions options, IStageProgress progress) =>
        new HostTsneStepper(graph, initial, options, _threads);

    /// <inheritdoc/>
    public ICosineSimilarity CreateCosine(EmbeddingMatrix embedding, Action<string> warn) => new HostCosineSimilarity(embedding, _threads);

    /// <inheritdoc/>
    public void Dispose() { }
}
