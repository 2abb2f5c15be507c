using System.Numerics;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Core.Tests.Layouts;

public sealed class PointChoiceTests
{
    [Theory]
    [InlineData(new[] { 0, 5 }, "there is no point 5 among 5")]
    [InlineData(new[] { -1 }, "there is no point -1 among 5")]
    [InlineData(new[] { 3, 1, 3 }, "point 3 was given twice")]
    public void What_is_no_choice_is_refused(int[] points, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => PointChoice.ThrowIfInvalid(points, 5)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Any_order_and_nothing_are_choices()
    {
        PointChoice.ThrowIfInvalid([4, 0, 2], 5);
        PointChoice.ThrowIfInvalid([], 0);
        PointChoice.ThrowIfInvalid([4, 0], 5, [Vector3.Zero, Vector3.One]);
    }

    [Fact]
    public void Positions_are_as_many_and_finite()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PointChoice.ThrowIfInvalid([4, 0], 5, [Vector3.Zero]));
        Assert.Throws<ArgumentException>(() => PointChoice.ThrowIfInvalid([4], 5, [new Vector3(0, float.NaN, 0)]));
        Assert.Throws<ArgumentException>(() => PointChoice.ThrowIfInvalid([4], 5, [new Vector3(0, 0, float.NegativeInfinity)]));
    }
}
