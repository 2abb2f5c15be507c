using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Rows;

/// <summary>
/// The mean row of each block of samples. One thread for each feature of each block; neighbouring threads read neighbouring features.
/// </summary>
internal static class MeanRowsKernel
{
    /// <summary>
    /// Rows that are summed in one go; the sums of the stretches are then added up, which keeps the rounding of long sums small.
    /// </summary>
    private const int Stretch = 32;

    /// <param name="index">block * d + feature.</param>
    /// <param name="values">n x <paramref name="features"/> unit rows.</param>
    /// <param name="samples">The samples of all blocks, one block after the other.</param>
    /// <param name="means">Receives m x <paramref name="features"/> values.</param>
    /// <param name="blockSize">Samples of a block; the last has what is left.</param>
    /// <param name="features">d.</param>
    [KernelEntry]
    public static void Run(
        Index1D index,
        ArrayView<float> values,
        ArrayView<int> samples,
        ArrayView<float> means,
        int blockSize,
        int features
    )
    {
        int block = index.X / features;
        int feature = index.X % features;
        long first = (long)block * blockSize;
        long end = first + blockSize;
        if (end > samples.Length)
            end = samples.Length;
        float sum = 0;
        for (long start = first; start < end; start += Stretch)
        {
            float part = 0;
            for (long at = start; at < end && at < start + Stretch; at++)
                part += values[((long)samples[at] * features) + feature];
            sum += part;
        }

        means[index] = sum / (end - first);
    }
}
