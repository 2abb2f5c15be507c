using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Tests.Layouts;

public sealed class UmapDrawsTests
{
    /// <summary>Four heads go one by one, eight in AVX2 and sixteen in AVX-512 registers, where the processor has them.</summary>
    [Theory]
    [InlineData(4, 7)]
    [InlineData(8, 1)]
    [InlineData(8, 70_000)]
    [InlineData(16, 2)]
    [InlineData(16, 1_000_000)]
    [InlineData(32, int.MaxValue)]
    public void Entries_are_the_random_numbers_of_each_head_one_after_the_other(int heads, int count)
    {
        const int Steps = 60;
        const float Alpha = 0.37f;
        Random random = new(heads);
        uint[] keys = [.. Enumerable.Range(0, heads).Select(_ => (uint)random.NextInt64(1L << 32))];
        int[] lengths = [.. Enumerable.Range(0, heads).Select(v => v * Steps / heads)];
        int[] places =
        [
            .. Enumerable
                .Range(0, heads)
                .Select(v => v % 2 == 0 ? random.Next(count) : CounterRandom.Index(CounterRandom.Bits(keys[v], 3), count)),
        ];
        int[] others = [.. Enumerable.Range(0, Steps * heads).Select(_ => random.Next(6) == 0 ? random.Next(count) : -1)];
        int[] given = [.. others];
        float[] weights = new float[others.Length];

        UmapDraws.Fill(others, weights, keys, places, lengths, Steps, count, Alpha);

        for (int v = 0; v < heads; v++)
        {
            uint draw = 0u;
            for (int at = v; at < others.Length; at += heads)
            {
                if (given[at] >= 0)
                {
                    Assert.Equal((given[at], Alpha), (others[at], weights[at]));
                    continue;
                }

                int drawn = CounterRandom.Index(CounterRandom.Bits(keys[v], draw++), count);
                Assert.Equal((drawn, at / heads < lengths[v] && drawn != places[v] ? -Alpha : 0f), (others[at], weights[at]));
            }
        }
    }
}
