using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>How fast the processor's threads read memory together: each sums its own part of a buffer that no cache holds.</summary>
public static unsafe class ReadBandwidth
{
    private const long FloatsPerThread = 32L << 20;
    private const int Repeats = 5;

    /// <summary>Measures for some tenths of a second, with 128 MB a thread.</summary>
    /// <param name="threads">Threads that read at once, 1 or more.</param>
    /// <param name="cancellation">Stops between repeats.</param>
    /// <returns>10^9 bytes a second, the best of several repeats.</returns>
    public static double Measure(int threads, CancellationToken cancellation)
    {
        using NativeBuffer<float> buffer = new(FloatsPerThread * threads);
        float* all = buffer.Pointer;

        // Written first: pages never written are all the same page of zeros.
        TogetherSeconds.Of(threads, thread => new Span<float>(all + (FloatsPerThread * thread), (int)FloatsPerThread).Fill(1));
        double best = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            double seconds = TogetherSeconds.Of(threads, thread => Sum(all + (FloatsPerThread * thread)));
            best = Math.Max(best, (double)FloatsPerThread * threads * sizeof(float) / seconds / 1e9);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<float> Sum(float* values)
    {
        Vector256<float> first = default,
            second = default,
            third = default,
            fourth = default;
        for (long at = 0; at < FloatsPerThread; at += 32)
        {
            first += Vector256.LoadAligned(values + at);
            second += Vector256.LoadAligned(values + at + 8);
            third += Vector256.LoadAligned(values + at + 16);
            fourth += Vector256.LoadAligned(values + at + 24);
        }

        return first + second + (third + fourth);
    }
}
