using System.Numerics;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Samples;

public sealed class CloudBoundsTests
{
    [Fact]
    public void Measuring_the_next_epoch_needs_no_new_arrays()
    {
        Vector4[] positions = [.. Enumerable.Range(0, 20_000).Select(i => new Vector4(MathF.Sin(i), MathF.Sin(2 * i), i / 2e4f, 0))];
        CloudBounds first = CloudBounds.Of(positions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        CloudBounds second = CloudBounds.Of(positions);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
        Assert.Equal(first, second);
        Assert.InRange(first.HalfExtent.Z, 0.48f, 0.5f);
        Assert.InRange(first.Centre.Z, 0.49f, 0.51f);
    }

    [Fact]
    public void Positions_that_are_not_finite_and_earlier_ones_do_not_count()
    {
        CloudBounds.Of([.. Enumerable.Repeat(new Vector4(1e6f), 500)]);
        CloudBounds bounds = CloudBounds.Of([new Vector4(float.NaN), new Vector4(1, 2, 3, 0), new Vector4(float.PositiveInfinity)]);
        Assert.Equal(new Vector3(1, 2, 3), bounds.Centre);
        Assert.Equal(CloudBounds.Unit, CloudBounds.Of([]));
        Assert.Equal(CloudBounds.Unit, CloudBounds.Of([new Vector4(float.NaN)]));
    }
}
