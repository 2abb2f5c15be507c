using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Clusters;

/// <summary>How clusters are to be found.</summary>
/// <param name="LeastSize">HDBSCAN: members of a cluster at least; null for <see cref="LeastSizeFor"/>.</param>
/// <param name="Core">HDBSCAN: which nearest measures density; null for <see cref="CoreFor"/>.</param>
/// <param name="Means">k-means: how many clusters; null for HDBSCAN.</param>
public sealed record ClusterSettings(int? LeastSize, int? Core, int? Means)
{
    private const int FewestMembers = 5;
    private const int SamplesPerMember = 200;
    private const int UsualCore = 10;

    /// <summary>HDBSCAN with what fits the data's size.</summary>
    public static ClusterSettings Usual { get; } = new(null, null, null);

    /// <summary>The dense clusters of positions.</summary>
    public DensityClustering Find(Layout layout, int threads, IStageProgress progress, CancellationToken cancellation) =>
        new HostHdbscan(threads).Find(layout, LeastSizeFor(layout.Count), CoreFor(layout.Count), progress, cancellation);

    /// <summary>The least size for n samples: half a percent of them.</summary>
    public int LeastSizeFor(int count) => LeastSize ?? Math.Max(FewestMembers, count / SamplesPerMember);

    /// <summary>The nearest that measures density: the tenth smooths a layout enough, and the least size where that is smaller.</summary>
    public int CoreFor(int count) => Core ?? Math.Min(UsualCore, LeastSizeFor(count));
}
