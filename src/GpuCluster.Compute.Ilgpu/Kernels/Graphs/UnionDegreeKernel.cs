using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>
/// First pass of the fuzzy union: counts each sample's neighbours with every edge in both directions. An edge whose opposite exists is
/// counted by each end for itself; one without is counted for both ends by its tail. One thread for each directed edge.
/// </summary>
internal static class UnionDegreeKernel
{
    /// <param name="edge">Place in the directed edges.</param>
    /// <param name="edges">The kNN graph with strengths.</param>
    /// <param name="degrees">n counts, 0 before.</param>
    [KernelEntry]
    public static void Run(Index1D edge, DeviceEdges edges, ArrayView<int> degrees)
    {
        if (edges.Strengths[edge] <= 0)
            return;
        int from = edge / edges.K;
        int to = edges.Neighbours[edge];
        Atomic.Add(ref degrees[from], 1);
        if (edges.Strength(to, from) <= 0)
            Atomic.Add(ref degrees[to], 1);
    }
}
