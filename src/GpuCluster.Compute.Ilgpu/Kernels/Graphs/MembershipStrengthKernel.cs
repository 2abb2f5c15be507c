using GpuCluster.Core.Graphs;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>
/// The strength of each directed edge of the kNN graph, by <see cref="MembershipStrength"/>; 0 from a sample to itself. One thread for each
/// edge.
/// </summary>
internal static class MembershipStrengthKernel
{
    /// <param name="edge">Place in the n x k arrays.</param>
    /// <param name="neighbours">n x <paramref name="k"/> samples.</param>
    /// <param name="distances">n x k distances.</param>
    /// <param name="rho">n values.</param>
    /// <param name="sigma">n values.</param>
    /// <param name="strengths">Receives n x k strengths.</param>
    /// <param name="k">Neighbours of a sample.</param>
    [KernelEntry]
    public static void Run(
        Index1D edge,
        ArrayView<int> neighbours,
        ArrayView<float> distances,
        ArrayView<float> rho,
        ArrayView<float> sigma,
        ArrayView<float> strengths,
        int k
    )
    {
        int sample = edge / k;
        float strength = 0;
        if (neighbours[edge] != sample)
            strength = MembershipStrength.Of(distances[edge], rho[sample], sigma[sample]);
        strengths[edge] = strength;
    }
}
