using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Peaks;

/// <summary>Reads memory and nothing else: neighbouring threads read neighbouring values, sixteen bytes each.</summary>
internal static class ReadPeakKernel
{
    /// <param name="thread">Index into <paramref name="sums"/>.</param>
    /// <param name="values">As many times four floats as there are threads, times <paramref name="rounds"/>.</param>
    /// <param name="sums">Receives a value that depends on all that was read.</param>
    /// <param name="rounds">Reads of a thread.</param>
    [KernelEntry]
    public static void Run(Index1D thread, ArrayView<Float4> values, ArrayView<float> sums, int rounds)
    {
        float sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            Float4 value = values[((long)round * sums.Length) + (int)thread];
            sum += value.X + value.Y + (value.Z + value.W);
        }

        sums[thread] = sum;
    }
}
