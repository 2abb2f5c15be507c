using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>
/// Makes another graph, of another number of neighbours, while a layout runs. Fewer neighbours are cut from those that are known, which are
/// the nearest first; more are searched.
/// </summary>
/// <remarks>
/// Not thread-safe. It works on the processor whatever device the layout has: a device serves one thread at a time, which is the layout's.
/// </remarks>
/// <param name="vectors">Gives n x d values, when neighbours are searched for the first time.</param>
/// <param name="knn">The neighbours that are known.</param>
/// <param name="initial">Where the layout starts from, also after a restart.</param>
/// <param name="metric">How distance is measured.</param>
/// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
/// <param name="createStepper">Makes a stepper on the layout's device.</param>
public sealed class GraphRebuilder(
    Func<IStageProgress, CancellationToken, EmbeddingMatrix> vectors,
    KnnGraph knn,
    Layout initial,
    Metric metric,
    int threads,
    Func<LayoutGraph, Layout, UmapOptions, IUmapStepper> createStepper
)
{
    /// <summary>The most neighbours that any rebuild has needed so far.</summary>
    private KnnGraph _knn = knn;

    private EmbeddingMatrix? _embedding;

    /// <summary>The classes, for options whose graph knows them.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Finds neighbours and builds the graph.</summary>
    /// <param name="options">What the layout is to run with. More neighbours than samples become all of them.</param>
    /// <param name="progress">Receives both stages.</param>
    /// <param name="cancellation">Stops the work; what was known stays.</param>
    /// <returns>Makes the stepper, at the initial layout; to be called on the thread that uses the layout's device.</returns>
    /// <exception cref="ArgumentException">A value of the options cannot be.</exception>
    public Func<IUmapStepper> Rebuild(UmapOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        UmapLimits.ThrowIfImpossible(options);
        int n = _knn.Count,
            k = Math.Min(options.Neighbours, n);
        if (k > _knn.K)
        {
            _embedding ??= vectors(progress, cancellation);
            progress.Begin(StageNames.Knn, $"({n}, {_embedding.Columns}) to ({n}, {k})");
            using HostKnnSearch search = new(threads);
            _knn = search.Search(_embedding, k, metric, progress, cancellation);
        }

        progress.Begin(StageNames.Graph, $"({n}, {k}) to edges");
        using HostFuzzyGraphBuilder builder = new(threads, options.GraphRule());
        LayoutGraph graph = UmapGraph.Build(_knn.Nearest(k), builder, options, Labels, threads, progress, cancellation);
        return () => createStepper(graph, initial, options);
    }
}
