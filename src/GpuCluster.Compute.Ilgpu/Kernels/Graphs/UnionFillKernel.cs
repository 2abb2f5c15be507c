using GpuCluster.Core.Graphs;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>
/// Second pass of the fuzzy union: writes each edge into the rows of both ends, with the weight of <see cref="FuzzyUnion"/>. Places within
/// a row are handed out by an atomic counter, so their order depends on timing until <see cref="SortRowsKernel"/> has run. One thread for
/// each directed edge.
/// </summary>
internal static class UnionFillKernel
{
    /// <param name="edge">Place in the directed edges.</param>
    /// <param name="edges">The kNN graph with strengths.</param>
    /// <param name="rowStart">n + 1 values.</param>
    /// <param name="filled">n counts, 0 before.</param>
    /// <param name="keys">Receives, for each edge, the neighbour above and the weight's bits below: sorting these sorts both.</param>
    [KernelEntry]
    public static void Run(Index1D edge, DeviceEdges edges, ArrayView<int> rowStart, ArrayView<int> filled, ArrayView<ulong> keys)
    {
        float strength = edges.Strengths[edge];
        if (strength <= 0)
            return;
        int from = edge / edges.K;
        int to = edges.Neighbours[edge];
        float opposite = edges.Strength(to, from);
        ulong weight = Interop.FloatAsInt(FuzzyUnion.Of(strength, opposite));
        keys[rowStart[from] + Atomic.Add(ref filled[from], 1)] = ((ulong)(uint)to << 32) | weight;
        if (opposite <= 0)
            keys[rowStart[to] + Atomic.Add(ref filled[to], 1)] = ((ulong)(uint)from << 32) | weight;
    }
}
