using System.Runtime.InteropServices;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>
/// The kNN graph's directed edges with their strengths, on the device: edge j of sample i is at i * K + j. Strength 0 means no edge.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DeviceEdges(ArrayView<int> neighbours, ArrayView<float> strengths, int k)
{
    public readonly ArrayView<int> Neighbours = neighbours;
    public readonly ArrayView<float> Strengths = strengths;
    public readonly int K = k;

    /// <summary>The strength of the edge from one sample to another; 0 where there is none.</summary>
    public float Strength(int from, int to)
    {
        float strength = 0;
        long start = (long)from * K;
        for (int j = 0; j < K; j++)
        {
            if (Neighbours[start + j] == to)
                strength = Strengths[start + j];
        }

        return strength;
    }
}
