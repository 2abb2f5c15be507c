using System.Numerics;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>Keys that set the rig, and clouds that are hardly one.</summary>
public sealed class CameraRigTests
{
    private readonly RigFixture _stage = new();

    [Fact]
    public void Shift_held_to_fly_faster_does_not_hide_the_keys()
    {
        _stage.Rig.SetBookmark(2);
        _stage.Fly(Key.W, 0.5);
        Assert.True(_stage.Rig.HandleKey(Key.Digit2, true, KeyModifiers.Shift));
        Assert.True(_stage.Rig.IsFlying);
        _stage.Selection.Select(7);
        Assert.True(_stage.Rig.HandleKey(Key.F, true, KeyModifiers.Shift));
        Assert.True(_stage.Rig.IsFollowing);
        Assert.True(_stage.Rig.HandleKey(Key.V, true, KeyModifiers.Shift));
        Assert.False(_stage.Rig.IsFlying || _stage.Rig.IsRecording);
        Assert.False(_stage.Rig.HandleKey(Key.F, true, KeyModifiers.Alt));
    }

    [Fact]
    public void Keys_narrow_and_widen_the_field_of_view_within_its_bounds()
    {
        float before = _stage.Rig.FieldOfView;
        Assert.True(_stage.Rig.HandleKey(Key.Equal, true, KeyModifiers.Control));
        Assert.Equal(before + 5, _stage.Rig.FieldOfView, 1e-3f);
        for (int i = 0; i < 40; i++)
            _stage.Rig.HandleKey(Key.Minus, true, KeyModifiers.Control);
        Assert.Equal(20, _stage.Rig.FieldOfView, 1e-3f);
        for (int i = 0; i < 40; i++)
            _stage.Rig.HandleKey(Key.Equal, true, KeyModifiers.Control);
        Assert.Equal(120, _stage.Rig.FieldOfView, 1e-3f);
        Assert.False(_stage.Rig.HandleKey(Key.Equal, true, KeyModifiers.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Few_or_equal_points_leave_a_camera_that_can_be(int count)
    {
        CloudPositions cloud = new(count);
        SelectionModel selection = new(count);
        CameraRig rig = new(cloud, selection, _stage.Asked.Add);
        rig.Advance(0, 1);
        cloud.Update(positions => positions.Fill(new Vector4(3, -2, 7, 0)), _ => { });
        selection.SelectAll();
        foreach (Key key in new[] { Key.W, Key.F, Key.C, Key.D, Key.V, Key.T, Key.Q, Key.F, Key.T, Key.V, Key.Digit1 })
        {
            rig.HandleKey(Key.Digit1, true, KeyModifiers.Control);
            rig.HandleKey(key, true, KeyModifiers.None);
            rig.Scroll(-1);
            for (int i = 0; i < 60; i++)
                rig.Advance(1 / 60.0, 1);
            rig.HandleKey(key, false, KeyModifiers.None);
            Assert.True(rig.Camera.IsUsable, $"{key}: {rig.Camera}");
        }
    }
}
