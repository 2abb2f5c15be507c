using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// The graph that a UMAP layout runs on: the fuzzy graph of its neighbours and, where the layout is supervised, of its classes.
/// </summary>
public static class UmapGraph
{
    /// <summary>Makes it.</summary>
    /// <param name="knn">The neighbours of n samples.</param>
    /// <param name="builder">Makes the fuzzy graph, by the rule of <paramref name="options"/>.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="labels">The classes of n samples, where <see cref="UmapOptions.TargetWeight"/> is set.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static LayoutGraph Build(
        KnnGraph knn,
        IFuzzyGraphBuilder builder,
        UmapOptions options,
        SampleLabels? labels,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        LayoutGraph graph = builder.Build(knn, progress, cancellation);
        return options.TargetWeight is { } weight && labels is not null
            ? SupervisedGraph.Intersect(graph, labels, weight, threads, cancellation)
            : graph;
    }
}
