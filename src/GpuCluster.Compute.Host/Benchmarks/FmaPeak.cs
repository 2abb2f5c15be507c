using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>
/// The most multiply-adds that the processor's registers do. How it works: each thread keeps twelve independent chains in registers, as
/// many as hide the latency of two units of five cycles, and touches no memory. All threads start together and the slowest counts, because
/// work that is shared out waits for it too.
/// </summary>
public static class FmaPeak
{
    private const int Chains = 12;
    private const int Steps = 4_000_000;
    private const int Repeats = 9;

    /// <summary>Measures for about a quarter of a second.</summary>
    /// <param name="width">Registers to use.</param>
    /// <param name="threads">Threads that compute at once, 1 or more.</param>
    /// <param name="cancellation">Stops between repeats.</param>
    /// <returns>10^9 operations a second, a multiply-add counting 2; the best of several repeats.</returns>
    public static double Measure(SimdWidth width, int threads, CancellationToken cancellation) =>
        SimdWidths.Choose<Func<int, CancellationToken, double>>(
            width,
            Best<TileRegister128, Vector128<float>>,
            Best<TileRegister256, Vector256<float>>,
            Best<TileRegister512, Vector512<float>>
        )(threads, cancellation);

    private static double Best<TRegister, TVector>(int threads, CancellationToken cancellation)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct
    {
        double operations = 2.0 * Chains * TRegister.Count * Steps * threads;
        double best = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            best = Math.Max(best, operations / TogetherSeconds.Of(threads, _ => Run<TRegister, TVector>(1e-9f)) / 1e9);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TVector Run<TRegister, TVector>(float start)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct
    {
        TVector factor = TRegister.Broadcast(0.999f),
            term = TRegister.Broadcast(start);
        TVector a = term,
            b = term,
            c = term,
            d = term,
            e = term,
            f = term,
            g = term,
            h = term,
            i = term,
            j = term,
            k = term,
            l = term;
        for (int step = 0; step < Steps; step++)
        {
            a = TRegister.MultiplyAdd(a, factor, term);
            b = TRegister.MultiplyAdd(b, factor, term);
            c = TRegister.MultiplyAdd(c, factor, term);
            d = TRegister.MultiplyAdd(d, factor, term);
            e = TRegister.MultiplyAdd(e, factor, term);
            f = TRegister.MultiplyAdd(f, factor, term);
            g = TRegister.MultiplyAdd(g, factor, term);
            h = TRegister.MultiplyAdd(h, factor, term);
            i = TRegister.MultiplyAdd(i, factor, term);
            j = TRegister.MultiplyAdd(j, factor, term);
            k = TRegister.MultiplyAdd(k, factor, term);
            l = TRegister.MultiplyAdd(l, factor, term);
        }

        // Every chain must reach the result, or the compiler would leave it out.
        a = TRegister.MultiplyAdd(a, b, TRegister.MultiplyAdd(c, d, TRegister.MultiplyAdd(e, f, term)));
        return TRegister.MultiplyAdd(a, g, TRegister.MultiplyAdd(h, i, TRegister.MultiplyAdd(j, k, l)));
    }
}
