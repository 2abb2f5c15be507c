using System.Runtime.InteropServices;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>The edges that act within a run, on the device; as Core's <c>UmapEdges</c> holds them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct UmapEdgeViews(
    ArrayView<int> rowStart,
    ArrayView<int> segmentStart,
    ArrayView<int> tails,
    ArrayView<int> reverse,
    ArrayView<uint> steps,
    ArrayView<int> vertices
)
{
    public readonly ArrayView<int> RowStart = rowStart;
    public readonly ArrayView<int> SegmentStart = segmentStart;
    public readonly ArrayView<int> Tails = tails;
    public readonly ArrayView<int> Reverse = reverse;
    public readonly ArrayView<uint> Steps = steps;
    public readonly ArrayView<int> Vertices = vertices;
}
