using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Data.Scenes;

/// <summary>How far a UMAP layout was when its scene was kept. With the graph, the initial layout and the positions it goes on exactly where it stopped.</summary>
/// <param name="Options">What the next epoch runs with.</param>
/// <param name="Metric">The distance its neighbours were found by.</param>
/// <param name="Epoch">Epochs done, 0 to <paramref name="Epochs"/>.</param>
/// <param name="Epochs">Epochs in all of the schedule it runs by, which steering may have made another than the options'.</param>
public sealed record SceneRun(UmapOptions Options, Metric Metric, int Epoch, int Epochs)
{
    /// <summary>Principal components that the vectors were reduced to before neighbours were searched, 1 to <see cref="Core.Embeddings.ComponentLimits.Most"/>; null where they were not.</summary>
    public int? Components { get; init; }
}
