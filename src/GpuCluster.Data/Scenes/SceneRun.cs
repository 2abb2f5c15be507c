using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// The progress of a UMAP layout when its scene was saved. With the graph, the initial layout and the positions it continues exactly where
/// it stopped.
/// </summary>
/// <param name="Options">The options of the next epoch.</param>
/// <param name="Metric">The metric of its neighbour search.</param>
/// <param name="Epoch">Epochs done, 0 to <paramref name="Epochs"/>.</param>
/// <param name="Epochs">All epochs of its schedule, which steering may have changed from the options' value.</param>
public sealed record SceneRun(UmapOptions Options, Metric Metric, int Epoch, int Epochs)
{
    /// <summary>
    /// Principal components that the vectors were reduced to before neighbours were searched, 1 to
    /// <see cref="Core.Embeddings.ComponentLimits.Max"/>; null where they were not.
    /// </summary>
    public int? Components { get; init; }
}
