using GpuCluster.Core.Progress;

namespace GpuCluster.Core.Graphs;

/// <summary>Turns distances to neighbours into UMAP's symmetric fuzzy graph, on one device.</summary>
public interface IFuzzyGraphBuilder : IDisposable
{
    /// <summary>Smooth kNN distances, membership strengths, then the union P + Pt - P o Pt.</summary>
    /// <param name="knn">Neighbours, the sample itself first.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    LayoutGraph Build(KnnGraph knn, IStageProgress progress, CancellationToken cancellation);
}
