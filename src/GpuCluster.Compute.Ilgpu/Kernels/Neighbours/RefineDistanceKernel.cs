using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// Computes the distance of each candidate again from differences, compensated (Kahan 1965): a tile's |x|² + |y|² - 2 x·y loses digits if
/// two rows are close. For unit rows 1 - cosine is half the squared difference. A zero row has no direction and is at distance 1 from all;
/// it is the only row that is exactly what was taken off, with the other sign. One thread for each candidate.
/// </summary>
internal static class RefineDistanceKernel
{
    /// <param name="index">Place in <paramref name="lists"/>.</param>
    /// <param name="values">n x <paramref name="features"/>: centred rows, which were unit rows before under cosine.</param>
    /// <param name="centre">d values that were taken off the rows.</param>
    /// <param name="lists">n x <paramref name="listLength"/> keys, changed in place.</param>
    /// <param name="listLength">Candidates of a sample.</param>
    /// <param name="features">d.</param>
    /// <param name="cosine">1 for 1 - cosine, 0 for the euclidean distance.</param>
    [KernelEntry]
    public static void Run(
        Index1D index,
        ArrayView<float> values,
        ArrayView<float> centre,
        ArrayView<ulong> lists,
        int listLength,
        int features,
        int cosine
    )
    {
        if (lists[index] == NeighbourKey.None)
            return;
        int other = NeighbourKey.Sample(lists[index]);
        ArrayView<float> x = values.SubView((long)((int)index / listLength) * features, features);
        ArrayView<float> y = values.SubView((long)other * features, features);
        float sum = 0,
            lost = 0,
            xDirection = 0,
            yDirection = 0;
        for (int j = 0; j < features; j++)
        {
            float difference = x[j] - y[j];
            float term = (difference * difference) - lost;
            float next = sum + term;
            lost = next - sum - term;
            sum = next;
            if (x[j] != -centre[j])
                xDirection = 1;
            if (y[j] != -centre[j])
                yDirection = 1;
        }

        float distance =
            cosine == 0 ? XMath.Sqrt(sum)
            : xDirection == 0 || yDirection == 0 ? 1f
            : sum * 0.5f;
        lists[index] = NeighbourKey.Of(distance, other);
    }
}
