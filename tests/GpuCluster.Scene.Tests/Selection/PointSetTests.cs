using CsCheck;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Selection;

public sealed class PointSetTests
{
    private static readonly Gen<(int Universe, int[] A, int[] B)> TwoSets = Gen.Int[0, 300]
        .SelectMany(
            n => Gen.Select(Gen.Int[0, Math.Max(0, n - 1)].Array[0, n], Gen.Int[0, Math.Max(0, n - 1)].Array[0, n]),
            (n, sets) => (n, sets.Item1, sets.Item2)
        );

    [Fact]
    public void It_does_what_a_hash_set_does() =>
        TwoSets.Sample(sets =>
        {
            (int n, int[] a, int[] b) = sets;
            PointSet one = PointSet.Of(n, a);
            PointSet two = PointSet.Of(n, b);
            AssertHolds(one, a.Distinct());
            AssertHolds(one.Union(two), a.Union(b));
            AssertHolds(one.Intersect(two), a.Intersect(b));
            AssertHolds(one.Except(two), a.Except(b));
            AssertHolds(one.SymmetricExcept(two), a.Except(b).Concat(b.Except(a)));
            AssertHolds(one.Complement(), Enumerable.Range(0, n).Except(a));
            Assert.Equal(a.ToHashSet().SetEquals(b), one.Equals(two));
            foreach (int point in b.Take(3))
            {
                AssertHolds(one.With(point), a.Append(point).Distinct());
                AssertHolds(one.Without(point), a.Distinct().Where(other => other != point));
            }
        });

    [Fact]
    public void A_complement_is_undone_by_another() =>
        TwoSets.Sample(sets =>
        {
            PointSet set = PointSet.Of(sets.Universe, sets.A);
            Assert.Equal(set, set.Complement().Complement());
            Assert.Equal(sets.Universe, PointSet.All(sets.Universe).Count);
        });

    [Fact]
    public void Points_are_matched_by_their_value()
    {
        AssertHolds(PointSet.Matching([3, 1, 3, -1], 3), [0, 2]);
        AssertHolds(PointSet.Matching([3, 1, 3, -1], -1), [3]);
    }

    [Fact]
    public void Points_beyond_the_last_are_refused_and_never_held()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PointSet.Of(10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointSet.Of(10, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PointSet.All(10).Union(PointSet.All(11)));
        Assert.False(PointSet.All(10).Contains(10));
        Assert.False(PointSet.All(10).Contains(-1));
    }

    private static void AssertHolds(PointSet set, IEnumerable<int> expected)
    {
        int[] points = [.. expected.Order()];
        Assert.Equal(points, set.ToArray());
        Assert.Equal(points.Length, set.Count);
        Assert.Equal(points.Length == 0, set.IsEmpty);
        Assert.All(points, point => Assert.True(set.Contains(point)));
    }
}
