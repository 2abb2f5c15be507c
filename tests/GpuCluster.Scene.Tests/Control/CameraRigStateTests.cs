using System.Numerics;
using System.Text.Json;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>What is kept of a rig between two sessions.</summary>
public sealed class CameraRigStateTests
{
    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };
    private readonly RigFixture _stage = new();

    [Fact]
    public void Its_state_comes_back_whole()
    {
        _stage.Rig.SetBookmark(1);
        _stage.Fly(FlightMotion.Right, 0.5);
        _stage.Rig.SetBookmark(9);
        _stage.Rig.ToggleRecording();
        _stage.Fly(FlightMotion.Up, 0.5);
        _stage.Rig.ToggleRecording();
        (_stage.Rig.FieldOfView, _stage.Rig.SpeedFactor, _stage.Rig.AdaptsSpeed, _stage.Rig.TurntableSpeed, _stage.Rig.ShowsAxes) = (
            33,
            2,
            false,
            -1,
            false
        );
        _stage.Rig.Mode = CameraMode.Orbit;
        _stage.Settle();
        CameraRigState state = _stage.Rig.State;

        CameraRig other = new(_stage.Cloud, _stage.Selection, _stage.Asked.Add);
        other.Restore(state);
        other.Advance(0, RigFixture.Aspect);
        Assert.True(Vector3.Distance(state.Camera!.Value.Position, other.Camera.Position) < 1e-4f);
        CameraRigState back = other.State;
        Assert.Equal(state.Bookmarks, back.Bookmarks);
        Assert.Equal(state.Path, back.Path);
        Assert.Equal(state with { Camera = null, Bookmarks = [], Path = [] }, back with { Camera = null, Bookmarks = [], Path = [] });
    }

    [Fact]
    public void Its_state_goes_through_json()
    {
        _stage.Rig.SetBookmark(4);
        _stage.Rig.ToggleRecording();
        _stage.Fly(FlightMotion.Right, 0.5);
        _stage.Rig.ToggleRecording();
        CameraRigState state = _stage.Rig.State;
        string json = JsonSerializer.Serialize(state, WithFields);
        Assert.DoesNotContain("View", json, StringComparison.Ordinal);
        CameraRigState back = Assert.IsType<CameraRigState>(JsonSerializer.Deserialize<CameraRigState>(json, WithFields));
        Assert.Equal(state.Bookmarks, back.Bookmarks);
        Assert.Equal(state.Path, back.Path);
        Assert.Equal(state with { Bookmarks = [], Path = [] }, back with { Bookmarks = [], Path = [] });
        _stage.Rig.Restore(back);
    }

    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        CameraRigState state = _stage.Rig.State;
        Camera bad = new(new Vector3(float.NaN), 0, 0);
        Assert.Throws<ArgumentException>(() => _stage.Rig.Restore(state with { Camera = bad }));
        Assert.Throws<ArgumentException>(() => _stage.Rig.Restore(state with { Bookmarks = [bad] }));
        Assert.Throws<ArgumentException>(() => _stage.Rig.Restore(state with { Bookmarks = new Camera?[10] }));
        Assert.Throws<ArgumentException>(() => _stage.Rig.Restore(state with { Mode = (CameraMode)7 }));
        Assert.Throws<ArgumentException>(() => _stage.Rig.Restore(state with { Path = [new(0, bad)] }));
        Assert.Equal(state.Camera, _stage.Rig.State.Camera);
        Assert.Equal(CameraMode.Fly, _stage.Rig.Mode);
    }
}
