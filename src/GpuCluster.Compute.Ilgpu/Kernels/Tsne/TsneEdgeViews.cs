using System.Runtime.InteropServices;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>The edges of t-SNE on a device.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TsneEdgeViews(ArrayView<int> rowStart, ArrayView<int> neighbours, ArrayView<float> weights)
{
    /// <summary>n + 1 values: where the edges of each vertex begin.</summary>
    public readonly ArrayView<int> RowStart = rowStart;

    /// <summary>The other end of each edge.</summary>
    public readonly ArrayView<int> Neighbours = neighbours;

    /// <summary>The joint probability of each edge.</summary>
    public readonly ArrayView<float> Weights = weights;
}
