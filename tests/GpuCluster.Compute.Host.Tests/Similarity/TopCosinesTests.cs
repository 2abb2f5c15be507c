using CsCheck;
using GpuCluster.Compute.Host.Similarity;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class TopCosinesTests
{
    [Fact]
    public void The_best_come_first_and_ties_by_index()
    {
        // Tenths, so that ties are common.
        Gen.Select(Gen.Int[-10, 10].Array[0, 60], Gen.Int[1, 70], Gen.Int[-1, 59]).Sample((tenths, k, leftOut) =>
        {
            var cosines = Array.ConvertAll(tenths, each => each / 10f);
            var expected = Enumerable.Range(0, cosines.Length).Where(sample => sample != leftOut).OrderByDescending(sample => cosines[sample]).ThenBy(sample => sample).Take(k);
            Assert.Equal(expected, TopCosines.Of(cosines, k, leftOut < 0 ? null : leftOut));
        });
    }
}
