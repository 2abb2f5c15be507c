using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// Orders each sample's candidates by their refined distances and writes out the nearest, the sample itself first. One thread for each
/// sample; the candidates are nearly in order already, where an insertion sort is linear.
/// </summary>
internal static class SortNeighboursKernel
{
    /// <param name="sample">The sample.</param>
    /// <param name="lists">n x <paramref name="listLength"/> keys; sorted in place.</param>
    /// <param name="neighbours">Receives n x k samples.</param>
    /// <param name="distances">Receives n x k distances.</param>
    /// <param name="listLength">Candidates of a sample, k - 1 or more.</param>
    /// <param name="k">Neighbours wanted, the sample itself included.</param>
    [KernelEntry]
    public static void Run(
        Index1D sample,
        ArrayView<ulong> lists,
        ArrayView<int> neighbours,
        ArrayView<float> distances,
        int listLength,
        int k
    )
    {
        ArrayView<ulong> list = lists.SubView((long)(int)sample * listLength, listLength);
        for (int place = 1; place < listLength; place++)
        {
            ulong key = list[place];
            int hole = place;
            while (hole > 0 && list[hole - 1] > key)
            {
                list[hole] = list[hole - 1];
                hole--;
            }

            list[hole] = key;
        }

        long start = (long)(int)sample * k;
        neighbours[start] = sample;
        distances[start] = 0;
        for (int place = 1; place < k; place++)
        {
            neighbours[start + place] = NeighbourKey.Sample(list[place - 1]);
            distances[start + place] = NeighbourKey.Distance(list[place - 1]);
        }
    }
}
