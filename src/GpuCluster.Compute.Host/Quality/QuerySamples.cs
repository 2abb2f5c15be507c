using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// Which samples a measure asks that costs a pass over all others for each: all to 10,000, above 2,000 drawn by the seed, whose mean has a
/// standard error.
/// </summary>
public static class QuerySamples
{
    /// <summary>Up to this many samples every one is asked.</summary>
    public const int MaxExact = 10_000;

    /// <summary>Samples asked above that.</summary>
    public const int Sampled = 2_000;

    private const uint SampleStream = 0x80000005;

    /// <summary>All of 0 to <paramref name="count"/> - 1, or those with the smallest random numbers; ascending.</summary>
    /// <param name="count">n.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="max">How many at most.</param>
    public static int[] Of(int count, ulong seed, int max = int.MaxValue)
    {
        int[] samples = [.. Enumerable.Range(0, count)];
        int asked = Math.Min(count <= MaxExact ? count : Sampled, max);
        if (asked == count)
            return samples;

        uint[] draws = Array.ConvertAll(samples, i => CounterRandom.Bits(CounterRandom.Key(seed, SampleStream, (uint)i), 0));
        Array.Sort(draws, samples);
        int[] chosen = samples[..asked];
        Array.Sort(chosen);
        return chosen;
    }
}
