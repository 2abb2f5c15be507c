using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Graphs;

/// <summary>
/// Last pass of the fuzzy union: orders each row by neighbour and splits it into neighbours and weights. A heap sort in place: a hub sample
/// can have thousands of edges, for which an insertion sort would be slow. One thread for each sample.
/// </summary>
internal static class SortRowsKernel
{
    /// <param name="sample">The sample.</param>
    /// <param name="rowStart">n + 1 values.</param>
    /// <param name="keys">Neighbour above, weight's bits below; sorted in place.</param>
    /// <param name="neighbours">Receives the neighbours, ascending in each row.</param>
    /// <param name="weights">Receives the weights.</param>
    [KernelEntry]
    public static void Run(
        Index1D sample,
        ArrayView<int> rowStart,
        ArrayView<ulong> keys,
        ArrayView<int> neighbours,
        ArrayView<float> weights
    )
    {
        int start = rowStart[sample];
        int length = rowStart[sample + 1] - start;
        for (int root = (length / 2) - 1; root >= 0; root--)
            SiftDown(keys, start, root, length);
        for (int end = length - 1; end > 0; end--)
        {
            (keys[start], keys[start + end]) = (keys[start + end], keys[start]);
            SiftDown(keys, start, 0, end);
        }

        for (int at = start; at < start + length; at++)
        {
            neighbours[at] = (int)(keys[at] >> 32);
            weights[at] = Interop.IntAsFloat((uint)(keys[at] & 0xFFFFFFFF));
        }
    }

    private static void SiftDown(ArrayView<ulong> keys, int start, int root, int end)
    {
        ulong sinking = keys[start + root];
        int child = (2 * root) + 1;
        while (child < end)
        {
            if (child + 1 < end && keys[start + child + 1] > keys[start + child])
                child++;
            if (keys[start + child] <= sinking)
                break;
            keys[start + root] = keys[start + child];
            root = child;
            child = (2 * root) + 1;
        }

        keys[start + root] = sinking;
    }
}
