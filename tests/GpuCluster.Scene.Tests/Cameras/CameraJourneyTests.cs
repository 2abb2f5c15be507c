using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Tests.Control;

namespace GpuCluster.Scene.Tests.Cameras;

/// <summary>Flights to a place, and recorded paths that play.</summary>
public sealed class CameraJourneyTests
{
    private readonly RigFixture _stage = new();

    [Theory]
    [MemberData(nameof(RigFixture.FrameRates), MemberType = typeof(RigFixture))]
    public void A_flight_is_the_same_at_any_frame_rate(int framesPerSecond) =>
        _stage.AssertSame(framesPerSecond, rig => rig.FlyTo(Camera.LookingAt(Vector3.Zero, 5, 2, 0.5f)), 0.5, 1e-3f);

    [Fact]
    public void A_recorded_flight_plays_as_it_was_flown()
    {
        _stage.Rig.ToggleRecording();
        Assert.True(_stage.Rig.IsRecording && _stage.Rig.IsMoving);
        List<Camera> flown = [_stage.Rig.Camera];
        _stage.Rig.Hold(RigFixture.AnyKey, FlightMotion.Left);
        for (int i = 0; i < 120; i++)
        {
            if (i == 60)
                _stage.Rig.Release(RigFixture.AnyKey);
            _stage.Rig.Advance(1 / 60.0, RigFixture.Aspect);
            flown.Add(_stage.Rig.Camera);
        }

        _stage.Rig.ToggleRecording();
        Assert.IsType<SceneRequest.SaveCameraPath>(Assert.Single(_stage.Asked));
        CameraPath path = Assert.IsType<CameraPath>(_stage.Rig.Path);
        Assert.Equal(2, path.Duration, 1e-3);
        _stage.Rig.PlayPath();
        Assert.True(_stage.Rig.IsFlying);
        for (int i = 1; i <= 120; i++)
        {
            _stage.Rig.Advance(1 / 60.0, RigFixture.Aspect);
            Assert.True(
                Vector3.Distance(flown[i].Position, _stage.Rig.Camera.Position) < 0.02f * _stage.Cloud.Bounds.Radius,
                $"frame {i}: {flown[i]} {_stage.Rig.Camera}"
            );
        }

        _stage.Settle();
        Assert.False(_stage.Rig.IsFlying);
    }
}
