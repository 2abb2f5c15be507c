using System.Numerics;
using GpuCluster.Scene.Look;

namespace GpuCluster.Scene.Tests.Look;

public sealed class LookModelTests
{
    [Fact]
    public void Values_stay_within_their_ranges_and_say_when_they_change()
    {
        LookModel look = new(pointSize: 1000);
        Assert.Equal(64, look.PointSize);
        long version = look.Version;
        look.PointSize = 64;
        look.Opacity = float.NaN;
        Assert.Equal(version, look.Version);
        look.Opacity = 0;
        look.DepthShading = 7;
        look.FogReach = 0;
        Assert.Equal((LookModel.MinOpacity, 1f, LookModel.ShortestFog), (look.Opacity, look.DepthShading, look.FogReach));
        Assert.NotEqual(version, look.Version);
    }

    [Fact]
    public void Four_steps_double_the_point_size_and_fog_reaches_from_where_the_cloud_begins()
    {
        LookModel look = new(pointSize: 3);
        look.StepPointSize(4);
        Assert.Equal(6, look.PointSize, 1e-4f);
        look.StepPointSize(-8);
        Assert.Equal(1.5f, look.PointSize, 1e-4f);
        Assert.Equal(new Vector2(2, 6), look.Fog(new Vector2(2, 6)));
        look.FogReach = 2;
        Assert.Equal(new Vector2(2, 10), look.Fog(new Vector2(2, 6)));
    }
}
