using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>An edge of a spanning tree.</summary>
/// <param name="First">A vertex.</param>
/// <param name="Second">Another vertex.</param>
/// <param name="Weight">Their mutual reachability distance, 0 or more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TreeEdge(int First, int Second, double Weight);
