using System.Runtime.InteropServices;
using GpuCluster.Core.Graphs;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>Rho and sigma of each sample, by <see cref="SmoothKnnDistance"/>. One thread for each sample.</summary>
internal static class SmoothKnnDistanceKernel
{
    /// <param name="sample">The sample.</param>
    /// <param name="distances">n x <paramref name="k"/>, itself first, ascending.</param>
    /// <param name="rho">Receives n values.</param>
    /// <param name="sigma">Receives n values.</param>
    /// <param name="k">Neighbours of a sample.</param>
    /// <param name="target"><see cref="SmoothKnnDistance.Target"/> of k.</param>
    /// <param name="meanOfAll">Mean of all distances.</param>
    [KernelEntry]
    public static void Run(
        Index1D sample,
        ArrayView<float> distances,
        ArrayView<float> rho,
        ArrayView<float> sigma,
        int k,
        float target,
        float meanOfAll
    )
    {
        NeighbourhoodScale scale = SmoothKnnDistance.Fit(new Row(distances, (long)(int)sample * k, k), target, meanOfAll);
        rho[sample] = scale.Rho;
        sigma[sample] = scale.Sigma;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Row(ArrayView<float> distances, long start, int k) : IDistanceRow
    {
        public int K => k;

        public float At(int neighbour) => distances[start + neighbour];
    }
}
