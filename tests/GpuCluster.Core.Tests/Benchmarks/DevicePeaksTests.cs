using GpuCluster.Core.Benchmarks;

namespace GpuCluster.Core.Tests.Benchmarks;

public sealed class DevicePeaksTests
{
    private static readonly DevicePeaks Peaks = new(100, 20);

    [Theory]
    [InlineData(200e6, 0, 2)]
    [InlineData(0, 60e6, 3)]
    [InlineData(200e6, 60e6, 3)]
    [InlineData(400e6, 60e6, 4)]
    public void The_slower_of_arithmetic_and_memory_bounds(double operations, double bytes, double milliseconds)
    {
        Assert.Equal(milliseconds, Peaks.MinMilliseconds(operations, bytes), 1e-12);
        Assert.Equal(0.5, Peaks.ShareOf(operations, bytes, 2 * milliseconds), 1e-12);
    }

    [Fact]
    public void Of_two_measurements_the_better_counts_on_each_side() =>
        Assert.Equal(new DevicePeaks(300, 20), new DevicePeaks(300, 10).Best(new DevicePeaks(200, 20)));

    [Fact]
    public void Made_up_rows_repeat_and_differ()
    {
        float[] values = SyntheticRows.Create(new KernelSize(300, 3), 5).Values.ToArray();
        Assert.Equal(values, SyntheticRows.Create(new KernelSize(300, 3), 5).Values.ToArray());
        Assert.NotEqual(values, SyntheticRows.Create(new KernelSize(300, 3), 6).Values.ToArray());
        Assert.Equal(300, values.Chunk(3).Select(row => (row[0], row[1], row[2])).Distinct().Count());
        Assert.All(values, value => Assert.InRange(value, 0, 1.5f));
    }
}
