using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// Converts the candidates of reordered rows to candidates of samples: it moves lists to their samples' places and replaces row indices by
/// sample indices, so that ties go to the lower sample index in any order. One thread for each candidate.
/// </summary>
internal static class RestoreOrderKernel
{
    /// <param name="index">Place in <paramref name="ordered"/>.</param>
    /// <param name="ordered">n x <paramref name="listLength"/> keys that name rows in the order.</param>
    /// <param name="lists">Receives n x <paramref name="listLength"/> keys that name samples; those of one sample ascend by distance, not
    /// by sample.</param>
    /// <param name="order">The sample of each row, n values.</param>
    /// <param name="listLength">Candidates of a sample.</param>
    [KernelEntry]
    public static void Run(Index1D index, ArrayView<ulong> ordered, ArrayView<ulong> lists, ArrayView<int> order, int listLength)
    {
        int row = index / listLength;
        ulong key = ordered[index];
        lists[((long)order[row] * listLength) + (index % listLength)] =
            key == NeighbourKey.None ? key : NeighbourKey.Of(NeighbourKey.Distance(key), order[NeighbourKey.Sample(key)]);
    }
}
