using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Tests.Similarity;

public sealed class TopCosinesTests
{
    [Fact]
    public void The_best_come_first_ties_by_index_and_NaN_not_at_all()
    {
        for (ulong seed = 0; seed < 2000; seed++)
        {
            uint key = CounterRandom.Key(seed, 0, 0);
            float[] cosines = [.. Enumerable.Range(0, Draw(200)).Select(_ => Cosine())];
            int k = 1 + Draw(70),
                leftOut = Draw(200) - 1;
            IEnumerable<int> expected = Enumerable
                .Range(0, cosines.Length)
                .Where(sample => sample != leftOut && !float.IsNaN(cosines[sample]))
                .OrderByDescending(sample => cosines[sample])
                .ThenBy(sample => sample)
                .Take(k);
            Assert.Equal(expected, TopCosines.Of(cosines, k, leftOut < 0 ? null : leftOut));

            int Draw(int below) => CounterRandom.Index(CounterRandom.Bits(key++, 0), below);

            // Tenths half of the time, so that ties are common.
            float Cosine() =>
                Draw(8) switch
                {
                    0 => float.NaN,
                    < 4 => (Draw(2001) - 1000) / 1000f,
                    _ => (Draw(21) - 10) / 10f,
                };
        }
    }

    [Fact]
    public void A_k_below_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TopCosines.Of([1], 0, null));
}
