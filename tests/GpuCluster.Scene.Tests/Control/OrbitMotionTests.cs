using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>How the camera goes round what it looks at.</summary>
public sealed class OrbitMotionTests
{
    private readonly RigFixture _stage = new();

    [Theory]
    [MemberData(nameof(RigFixture.FrameRates), MemberType = typeof(RigFixture))]
    public void Orbiting_by_keys_is_the_same_at_any_frame_rate(int framesPerSecond) =>
        _stage.AssertSame(
            framesPerSecond,
            rig =>
            {
                rig.Mode = CameraMode.Orbit;
                rig.Hold(Key.D, FlightMotion.Right);
                rig.Hold(Key.W, FlightMotion.Forward);
                rig.Zoom(-2);
            },
            1,
            0.01f
        );

    [Theory]
    [MemberData(nameof(RigFixture.FrameRates), MemberType = typeof(RigFixture))]
    public void The_turntable_is_the_same_at_any_frame_rate(int framesPerSecond) =>
        _stage.AssertSame(
            framesPerSecond,
            rig =>
            {
                rig.Hold(RigFixture.AnyKey, FlightMotion.Forward);
                rig.Release(RigFixture.AnyKey);
                rig.ToggleMode(CameraMode.Turntable);
            },
            4,
            0.01f
        );

    [Fact]
    public void A_key_that_goes_away_for_a_quarter_of_an_hour_ends_at_the_greatest_distance()
    {
        _stage.Rig.Mode = CameraMode.Orbit;
        _stage.Rig.SpeedFactor = 100;
        _stage.Rig.Hold(Key.S, FlightMotion.Back);
        _stage.Rig.Hold(RigFixture.AnyKey, FlightMotion.Fast);
        for (int frame = 0; frame < 9000; frame++)
            _stage.Rig.Advance(0.1, RigFixture.Aspect);

        Assert.True(_stage.Rig.Camera.IsUsable);
        float radii = Vector3.Distance(_stage.Rig.Camera.Position, _stage.Cloud.Bounds.Centre) / _stage.Cloud.Bounds.Radius;
        Assert.InRange(radii, 195, 205);
    }

    [Fact]
    public void Orbiting_looks_at_the_selection_and_rides_along_with_it()
    {
        _stage.Selection.Select(7);
        _stage.Rig.ToggleMode(CameraMode.Orbit);
        Assert.Equal(CameraMode.Orbit, _stage.Rig.Mode);
        _stage.Settle();
        AssertLooksAt(RigFixture.At(7, 1).AsVector3());
        float distance = Vector3.Distance(RigFixture.At(7, 1).AsVector3(), _stage.Rig.Camera.Position);
        _stage.Rig.Look(true);
        _stage.Rig.MoveCursor(new Vector2(100, 100), 720);
        _stage.Rig.MoveCursor(new Vector2(300, 50), 720);
        _stage.Rig.Look(false);
        _stage.Settle();
        AssertLooksAt(RigFixture.At(7, 1).AsVector3());
        Assert.Equal(distance, Vector3.Distance(RigFixture.At(7, 1).AsVector3(), _stage.Rig.Camera.Position), 1e-2f);
        _stage.Rig.Zoom(2);
        _stage.Settle();
        Assert.Equal(distance * MathF.Exp(-0.3f), Vector3.Distance(RigFixture.At(7, 1).AsVector3(), _stage.Rig.Camera.Position), 1e-2f);
        _stage.Place(3);
        _stage.Settle();
        AssertLooksAt(RigFixture.At(7, 3).AsVector3());
        Assert.False(_stage.Rig.IsMoving);
        _stage.Rig.Zoom(5);
        Assert.True(_stage.Rig.IsMoving);
        _stage.Rig.ToggleMode(CameraMode.Orbit);
        Assert.Equal(CameraMode.Fly, _stage.Rig.Mode);
        Assert.False(_stage.Rig.IsMoving);
    }

    [Fact]
    public void The_turntable_goes_round_the_cloud_and_keeps_it_whole()
    {
        _stage.Rig.ToggleMode(CameraMode.Turntable);
        Assert.True(_stage.Rig.IsMoving);
        float yaw = _stage.Rig.Camera.Yaw;
        _stage.Rig.TurntableSpeed = MathF.Tau / 10;
        for (int i = 0; i < 600; i++)
        {
            _stage.Rig.Advance(1 / 60.0, RigFixture.Aspect);
            _stage.AssertWhole();
        }

        Assert.Equal(yaw, _stage.Rig.Camera.Yaw, 0.05f);
        _stage.Rig.ToggleMode(CameraMode.Turntable);
        _stage.Settle();
        Assert.False(_stage.Rig.IsMoving);
    }

    private void AssertLooksAt(Vector3 point) =>
        Assert.True(
            Vector3.Dot(Vector3.Normalize(point - _stage.Rig.Camera.Position), _stage.Rig.Camera.Forward) > 0.9999f,
            $"{_stage.Rig.Camera}"
        );
}
