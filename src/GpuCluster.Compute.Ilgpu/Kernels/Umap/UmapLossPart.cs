using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>The contribution of one vertex to the sums of Core's <c>UmapLoss</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct UmapLossPart(float attraction, float repulsion)
{
    public readonly float Attraction = attraction;
    public readonly float Repulsion = repulsion;
}
