using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>The data of an epoch, in the memory of the device.</summary>
/// <param name="Edges">The edges that act within the run, as the host holds them.</param>
/// <param name="Views">The same on the device.</param>
/// <param name="Positions">n positions (x, y, z, 0), by place.</param>
/// <param name="Pinned">By place, 1 where a vertex is pinned; not read where none is.</param>
internal sealed record UmapDeviceData(UmapEdges Edges, UmapEdgeViews Views, ArrayView<Float4> Positions, ArrayView<byte> Pinned);
