using System.Numerics;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>How the cloud is kept in the picture.</summary>
public sealed class CloudFollowerTests
{
    private readonly RigFixture _stage = new();

    [Fact]
    public void F_frames_the_selection_where_there_is_one_and_the_cloud_where_there_is_none()
    {
        _stage.Selection.Select(7);
        Vector3 point = RigFixture.At(7, 1).AsVector3();
        _stage.Rig.Frame();
        _stage.Settle();
        Assert.True(Vector3.Dot(Vector3.Normalize(point - _stage.Rig.Camera.Position), _stage.Rig.Camera.Forward) > 0.9999f);
        Assert.InRange(
            Vector3.Distance(point, _stage.Rig.Camera.Position),
            0.05f * _stage.Cloud.Bounds.Radius,
            0.5f * _stage.Cloud.Bounds.Radius
        );
        Assert.False(_stage.Rig.IsFollowing);
        _stage.Selection.Clear();
        _stage.Rig.Frame();
        _stage.Settle();
        Assert.True(_stage.Rig.IsFollowing);
        Camera whole = Framing.FrameClosely(
            _stage.Cloud.Bounds,
            _stage.Cloud.Inliers,
            RigFixture.Aspect,
            _stage.Rig.Camera.Yaw,
            _stage.Rig.Camera.Pitch
        );
        Assert.True(Vector3.Distance(whole.Position, _stage.Rig.Camera.Position) < 1e-2f);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(75)]
    [InlineData(120)]
    public void Another_field_of_view_keeps_the_whole_cloud_in_the_picture(float degrees)
    {
        _stage.Rig.FieldOfView = degrees;
        _stage.Settle();
        Assert.Equal(degrees, _stage.Rig.FieldOfView, 1e-3f);
        _stage.AssertWhole();
    }
}
