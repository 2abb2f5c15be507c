using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>How the keys fly the camera.</summary>
public sealed class AdaptiveFlightTests
{
    private readonly RigFixture _stage = new();

    [Theory]
    [MemberData(nameof(RigFixture.FrameRates), MemberType = typeof(RigFixture))]
    public void Flying_is_the_same_at_any_frame_rate(int framesPerSecond) =>
        _stage.AssertSame(framesPerSecond, rig => rig.Hold(RigFixture.AnyKey, FlightMotion.Forward), 2, 0.01f);

    [Fact]
    public void Flying_is_slow_in_the_cloud_and_fast_far_away()
    {
        float near = SpeedAt(new Vector3(0, 0, 0.2f));
        float far = SpeedAt(new Vector3(0, 0, 20));
        Assert.True(far > 10 * near, $"{near} {far}");
        _stage.Rig.AdaptsSpeed = false;
        Assert.Equal(SpeedAt(new Vector3(0, 0, 0.2f)), SpeedAt(new Vector3(0, 0, 20)), 1e-3f);
    }

    [Fact]
    public void The_wheel_multiplies_the_speed()
    {
        float before = SpeedAt(new Vector3(0, 0, 20));
        _stage.Rig.ChangeSpeed(3);
        Assert.Equal(before * 1.2f * 1.2f * 1.2f, SpeedAt(new Vector3(0, 0, 20)), 0.02f * before);
    }

    private float SpeedAt(Vector3 place)
    {
        _stage.Rig.Restore(_stage.Rig.State with { Camera = new Camera(place, 0, 0), IsFollowing = false });
        _stage.Rig.Advance(10, RigFixture.Aspect);
        _stage.Rig.Hold(RigFixture.AnyKey, FlightMotion.Left);
        for (int i = 0; i < 4; i++)
            _stage.Rig.Advance(1 / 60.0, RigFixture.Aspect);
        float speed = Vector3.Distance(place, _stage.Rig.Camera.Position);
        _stage.Rig.Release(RigFixture.AnyKey);
        _stage.Settle();
        return speed;
    }
}
