using System.Numerics;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Tests.Initial;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Tests.Layouts;

public sealed class UmapPullsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(40_000)]
    public void As_many_of_the_strongest_pulls_as_a_vertex_has_edges_add_up(int degree)
    {
        const float Strongest = 4;
        float unit = MathF.ScaleB(1, UmapPulls.BitsFor(new UmapEdges(SmallGraphs.Star(degree + 1), 50)));
        UmapPulls[] ofThreads = [new UmapPulls(3), new UmapPulls(3)];
        for (int i = 0; i < degree; i++)
            ofThreads[i % 2].Add(1, Vector128.Create(Strongest * unit, -Strongest * unit, unit, 0));

        Vector4 sum = UmapPulls.Take(ofThreads, 1) / unit;

        Assert.Equal(-Strongest * degree, sum.X, degree * 1e-6);
        Assert.Equal(Strongest * degree, sum.Y, degree * 1e-6);
        Assert.Equal(-degree, sum.Z, degree * 1e-6);
        Assert.Equal(Vector4.Zero, UmapPulls.Take(ofThreads, 1));
        Assert.Equal(Vector4.Zero, UmapPulls.Take(ofThreads, 0));
    }
}
