using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Peaks;

/// <summary>Multiply-adds in registers and nothing else: eight independent chains a thread, which hide each other's latency.</summary>
internal static class MultiplyAddPeakKernel
{
    /// <summary>Chains of a thread.</summary>
    public const int Chains = 8;

    /// <param name="thread">Index into <paramref name="sums"/>.</param>
    /// <param name="sums">Receives a value that depends on every chain.</param>
    /// <param name="steps">Multiply-adds of each chain.</param>
    /// <param name="factor">Below 1, so that values stay bounded.</param>
    [KernelEntry]
    public static void Run(Index1D thread, ArrayView<float> sums, int steps, float factor)
    {
        float a = thread,
            b = a + 1,
            c = a + 2,
            d = a + 3,
            e = a + 4,
            f = a + 5,
            g = a + 6,
            h = a + 7;
        for (int step = 0; step < steps; step++)
        {
            a = (a * factor) + 1;
            b = (b * factor) + 1;
            c = (c * factor) + 1;
            d = (d * factor) + 1;
            e = (e * factor) + 1;
            f = (f * factor) + 1;
            g = (g * factor) + 1;
            h = (h * factor) + 1;
        }

        sums[thread] = a + b + c + d + (e + f + g + h);
    }
}
