using GpuCluster.Core.Layouts.Umap;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>
/// Second half of a sub-batch of a UMAP epoch: applies the heads' results. How it works: one thread owns a vertex of any sub-batch. It
/// takes the moved position if the vertex was a head, and moves it, as a tail, against the pulls that heads of the sub-batch stored: those
/// of the vertex's own edges whose other ends are in the sub-batch. Sums run in the order of the edges and each thread writes one vertex:
/// no atomics, and the same bits always.
/// </summary>
internal static class UmapTailsKernel
{
    /// <param name="place">The vertex's place.</param>
    /// <param name="edges">The edges that act within the run.</param>
    /// <param name="positions">n positions (x, y, z, 0): as of the last sub-batch before, of this one after.</param>
    /// <param name="moved">The sub-batch's moved positions.</param>
    /// <param name="pulls">The displacement of the other end of each acting edge by its pull.</param>
    /// <param name="pinned">By place, 1 where the vertex is pinned, else 0; not read where none is. Pinned positions are not
    /// written.</param>
    /// <param name="batch">The parameters of the sub-batch.</param>
    [KernelEntry]
    public static void Run(
        Index1D place,
        UmapEdgeViews edges,
        ArrayView<Float4> positions,
        ArrayView<Float4> moved,
        ArrayView<Float4> pulls,
        ArrayView<byte> pinned,
        UmapSubBatch batch
    )
    {
        if (UmapPair.IsPinned(place, pinned, batch))
            return;
        Float4 head = place >= batch.First && place < batch.End ? moved[place - batch.First] : positions[place];
        Float4 sum = new(0, 0, 0, 0);
        int segment = (place * batch.SubBatches) + batch.Index;
        int end = edges.SegmentStart[segment + 1];
        for (int edge = edges.SegmentStart[segment]; edge < end; edge++)
        {
            // Both directions of an edge have one weight, so they act in the same epochs.
            if (UmapSchedule.Fires(edges.Steps[edge], batch.Epoch))
                sum = sum.Plus(-1, pulls[edge]);
        }

        positions[place] = head.Plus(1, sum);
    }
}
