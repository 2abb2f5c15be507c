using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Clusters;

/// <summary>How clusters are found.</summary>
/// <param name="MinSize">HDBSCAN: members that a cluster has at least, 2 or more; null for <see cref="MinSizeFor"/>.</param>
/// <param name="Core">
/// HDBSCAN: the density at a sample is measured by its distance to this nearest, 1 or more; null for <see cref="CoreFor"/>.
/// </param>
/// <param name="Means">k-means: the number of clusters, 1 or more; null for HDBSCAN.</param>
public sealed record ClusterSettings(int? MinSize, int? Core, int? Means)
{
    private const int FewestMembers = 5;
    private const int SamplesPerMember = 200;
    private const int DefaultCore = 10;

    /// <summary>HDBSCAN with sizes by the number of samples.</summary>
    public static ClusterSettings Usual { get; } = new(null, null, null);

    /// <summary>Finds the dense clusters of positions by HDBSCAN (Campello et al., 2013).</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public DensityClustering Find(Layout layout, int threads, IStageProgress progress, CancellationToken cancellation) =>
        new HostHdbscan(threads).Find(layout, MinSizeFor(layout.Count), CoreFor(layout.Count), progress, cancellation);

    /// <summary>The least size for n samples: half a percent of them, and 5 at least.</summary>
    /// <param name="count">n.</param>
    public int MinSizeFor(int count) => MinSize ?? Math.Max(FewestMembers, count / SamplesPerMember);

    /// <summary>The nearest that measures density: the tenth smooths a layout enough; the least size where that is smaller.</summary>
    /// <param name="count">n.</param>
    public int CoreFor(int count) => Core ?? Math.Min(DefaultCore, MinSizeFor(count));
}
