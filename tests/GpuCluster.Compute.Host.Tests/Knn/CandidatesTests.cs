using CsCheck;
using GpuCluster.Compute.Host.Knn;

namespace GpuCluster.Compute.Host.Tests.Knn;

/// <summary>Whatever is offered in whatever order, the least few are kept.</summary>
public sealed class CandidatesTests
{
    [Fact]
    public void The_least_are_kept_worst_first_and_limit_what_may_still_enter() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 60], Gen.Int[0, 1000].Array[100])
            .Sample((kept, surplus, numbers) => AssertKept(kept, [.. numbers.Take(kept + surplus).Select(number => number / 8f)]));

    /// <summary>The sizes on either side of where sorting gives way to a heap.</summary>
    [Theory]
    [InlineData(SortedCandidates.MaxEntries - 1)]
    [InlineData(SortedCandidates.MaxEntries)]
    [InlineData(SortedCandidates.MaxEntries + 1)]
    public void Many_are_kept_as_few(int kept) =>
        AssertKept(kept, [.. Enumerable.Range(0, 3 * kept).Select(i => MathF.Abs(MathF.Sin(i * i)) * 1e30f)]);

    private static void AssertKept(int kept, float[] keys)
    {
        using Candidates candidates = new(rows: 3, paddedRows: 16, kept);
        for (int i = 0; i < keys.Length; i++)
        {
            candidates.Offer(1, keys[i], i);
            ulong[] expected = [.. keys.Take(i + 1).Select(BoundedHeap.Entry).Order().Take(kept)];
            if (expected.Length == kept)
            {
                Assert.Equal(expected[^1], candidates.Of(1)[0]);
                Assert.Equal(BoundedHeap.Distance(expected[^1]), Limit(candidates));
            }
            else
            {
                Assert.Equal(float.MaxValue, Limit(candidates));
            }
        }

        if (keys.Length >= kept)
            Assert.Equal(keys.Select(BoundedHeap.Entry).Order().Take(kept), candidates.BestFirst(1).ToArray());
    }

    private static unsafe float Limit(Candidates candidates) => candidates.Limits[1];
}
