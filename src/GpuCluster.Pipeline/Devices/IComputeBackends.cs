using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Devices;

/// <summary>
/// The devices of a run: a factory for each stage that a device may compute. <see cref="HostBackends"/> computes everything on the
/// processor. Another implementation may place stages on a GPU. It falls back to the host, with a warning, where a device has no kernel for
/// what is asked.
/// </summary>
/// <remarks>The owner disposes it after everything that it made.</remarks>
public interface IComputeBackends : IDisposable
{
    /// <summary>The device that searches neighbours, for example "host" or "cuda:0".</summary>
    string KnnDevice { get; }

    /// <summary>The device or devices of a UMAP run, for messages.</summary>
    string Description { get; }

    /// <summary>The same where n samples are laid out by t-SNE.</summary>
    /// <param name="count">n, 0 or more.</param>
    string DescriptionOfTsne(int count);

    /// <summary>Whether the host searches neighbours by this metric.</summary>
    /// <param name="metric">The metric.</param>
    bool SearchesOnHost(Metric metric);

    /// <summary>Creates an exact k-nearest-neighbour search: n x d vectors to n x k neighbours. The caller owns it.</summary>
    /// <param name="metric">The metric it will be called with.</param>
    /// <param name="progress">Receives a warning where the host takes over.</param>
    IKnnSearch CreateKnn(Metric metric, IStageProgress progress);

    /// <summary>Creates an approximate search: distances are exact, some neighbours may be missed. The caller owns it.</summary>
    /// <param name="metric">The metric it will be called with.</param>
    /// <param name="seed">Seed of its sample of rows.</param>
    /// <param name="progress">Receives a warning where the host takes over.</param>
    IKnnSearch CreateApproximateKnn(Metric metric, ulong seed, IStageProgress progress);

    /// <summary>
    /// Creates the builder of UMAP's fuzzy graph: n x k neighbours to a symmetric sparse n x n graph. The caller owns it.
    /// </summary>
    /// <param name="rule">Local connectivity and the mix of union and intersection.</param>
    /// <param name="progress">Receives a warning where the host takes over.</param>
    IFuzzyGraphBuilder CreateGraphBuilder(FuzzyGraphRule rule, IStageProgress progress);

    /// <summary>Creates a UMAP layout before its first epoch. The caller owns it.</summary>
    /// <param name="graph">n vertices.</param>
    /// <param name="initial">n x dims positions.</param>
    /// <param name="options">UMAP's options.</param>
    /// <param name="reached">Where an earlier run stopped; null to start at epoch 0.</param>
    IUmapStepper CreateStepper(LayoutGraph graph, Layout initial, UmapOptions options, UmapProgress? reached = null);

    /// <summary>Creates a t-SNE layout before its first epoch. The caller owns it.</summary>
    /// <param name="graph">n vertices with joint probabilities.</param>
    /// <param name="initial">n x dims positions.</param>
    /// <param name="options">t-SNE's options.</param>
    /// <param name="progress">Receives a warning where the host takes over.</param>
    ITsneStepper CreateTsneStepper(LayoutGraph graph, Layout initial, TsneOptions options, IStageProgress progress);

    /// <summary>
    /// Creates the cosines between rows and queries. Called at most once. The caller owns the result and may use it on a thread of its own.
    /// </summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="warn">Called with the reason where the host takes over.</param>
    ICosineSimilarity CreateCosine(EmbeddingMatrix embedding, Action<string> warn);
}
