using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>A sample's distances within an array of all.</summary>
internal readonly struct HostDistanceRow(float[] distances, int start, int k) : IDistanceRow
{
    public int K => k;

    public float At(int neighbour) => distances[start + neighbour];
}
