using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>The places of the keys 1 to 9.</summary>
public sealed class CameraBookmarksTests
{
    private readonly RigFixture _stage = new();

    [Fact]
    public void A_bookmark_is_gone_back_to_exactly()
    {
        _stage.Rig.FieldOfView = 80;
        Camera kept = _stage.Rig.Camera;
        _stage.Rig.SetBookmark(3);
        _stage.Fly(FlightMotion.Back, 1);
        _stage.Rig.FieldOfView = 40;
        Assert.NotEqual(kept, _stage.Rig.Camera);
        _stage.Rig.GoToBookmark(3);
        Assert.True(_stage.Rig.IsFlying);
        _stage.Settle();
        Assert.Equal(kept, _stage.Rig.Camera);
        Assert.Equal(kept, _stage.Rig.Bookmarks[2]);
        Assert.False(_stage.Rig.IsMoving);
    }

    [Fact]
    public void An_unset_bookmark_goes_nowhere()
    {
        Camera before = _stage.Rig.Camera;
        _stage.Rig.GoToBookmark(9);
        _stage.Settle();
        Assert.Equal(before, _stage.Rig.Camera);
        Assert.Throws<ArgumentOutOfRangeException>(() => _stage.Rig.SetBookmark(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _stage.Rig.GoToBookmark(10));
    }
}
