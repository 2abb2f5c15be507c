using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// Computes the distance of each candidate again from differences, compensated (Kahan 1965): a tile's |x|² + |y|² - 2 x·y loses digits if
/// two rows are close. For unit rows 1 - cosine is half the squared difference. One thread for each candidate.
/// </summary>
internal static class RefineDistanceKernel
{
    /// <param name="index">Place in <paramref name="lists"/>.</param>
    /// <param name="values">n x <paramref name="features"/>: centred rows, or unit rows for the cosine.</param>
    /// <param name="lists">n x <paramref name="listLength"/> keys, changed in place.</param>
    /// <param name="listLength">Candidates of a sample.</param>
    /// <param name="features">d.</param>
    /// <param name="cosine">1 for 1 - cosine, 0 for the euclidean distance.</param>
    [KernelEntry]
    public static void Run(Index1D index, ArrayView<float> values, ArrayView<ulong> lists, int listLength, int features, int cosine)
    {
        if (lists[index] == NeighbourKey.None)
            return;
        int other = NeighbourKey.Sample(lists[index]);
        ArrayView<float> x = values.SubView((long)((int)index / listLength) * features, features);
        ArrayView<float> y = values.SubView((long)other * features, features);
        float sum = 0,
            lost = 0,
            xLength = 0,
            yLength = 0;
        for (int j = 0; j < features; j++)
        {
            float difference = x[j] - y[j];
            float term = (difference * difference) - lost;
            float next = sum + term;
            lost = next - sum - term;
            sum = next;
            xLength += x[j] * x[j];
            yLength += y[j] * y[j];
        }

        float distance =
            cosine == 0 ? XMath.Sqrt(sum)
            : xLength == 0 || yLength == 0 ? 1f
            : sum * 0.5f;
        lists[index] = NeighbourKey.Of(distance, other);
    }
}
