using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Filters;

public sealed class ColumnHistogramTests
{
    [Fact]
    public void Every_value_counts_once_and_a_range_of_all_bars_has_them_all() =>
        Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Int[-5, 5].Select(value => (double)value), Gen.Const(double.NaN))
            .Array[0, 100]
            .Sample(values =>
            {
                ColumnHistogram histogram = new(new NumericColumn("x", values));
                Assert.Equal(values.Count(double.IsFinite), histogram.All.Sum());
                (double low, double high) = histogram.RangeOf(0, histogram.All.Length - 1);
                Assert.True(values.Where(double.IsFinite).All(value => value >= low && value <= high));
            });

    [Fact]
    public void Whole_numbers_have_a_bar_each()
    {
        ColumnHistogram histogram = new(new NumericColumn("year", [2018, 2020, 2020, double.NaN, 2021]));
        Assert.Equal([1, 0, 2, 1], histogram.All);
        Assert.Equal((2019, 2020), histogram.RangeOf(1, 2));
        Assert.Equal([0, 0, 1, 1], histogram.Count(PointSet.Of(5, 2, 3, 4)));
        Assert.Equal((0.5, 0.75), histogram.SpanOf((2020, 2020)));
    }

    [Fact]
    public void Ends_of_ranges_are_short_numbers()
    {
        ColumnHistogram histogram = new(new NumericColumn("score", [.. Enumerable.Range(0, 1000).Select(i => i / 999.0)]));
        (double low, double high) = histogram.RangeOf(10, 20);
        Assert.True($"{low}".Length <= 6 && $"{high}".Length <= 6, $"{low} {high}");
        Assert.Equal(0.208, low, tolerance: 0.003);
        Assert.Equal(0.4375, high, tolerance: 0.003);
    }

    [Fact]
    public void One_value_and_none_are_one_bar()
    {
        Assert.Equal([3], new ColumnHistogram(new NumericColumn("x", [0.5, 0.5, 0.5])).All);
        Assert.True(new ColumnHistogram(new NumericColumn("x", [double.NaN])).IsEmpty);
        Assert.Equal((0.5, 0.5), new ColumnHistogram(new NumericColumn("x", [0.5])).RangeOf(0, 0));
    }
}
