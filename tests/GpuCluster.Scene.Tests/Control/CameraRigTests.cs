using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>Steps of the field of view, and clouds that are hardly one.</summary>
public sealed class CameraRigTests
{
    private readonly RigFixture _stage = new();

    [Fact]
    public void Steps_narrow_and_widen_the_field_of_view_within_its_bounds()
    {
        float before = _stage.Rig.FieldOfView;
        _stage.Rig.StepFieldOfView(1);
        Assert.Equal(before + 5, _stage.Rig.FieldOfView, 1e-3f);
        _stage.Rig.StepFieldOfView(-40);
        Assert.Equal(20, _stage.Rig.FieldOfView, 1e-3f);
        _stage.Rig.StepFieldOfView(40);
        Assert.Equal(120, _stage.Rig.FieldOfView, 1e-3f);
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
        void Hold(FlightMotion motion) => rig.Hold(RigFixture.AnyKey, motion);
        Action[] acts =
        [
            () => Hold(FlightMotion.Forward),
            rig.Frame,
            () => rig.ToggleMode(CameraMode.Orbit),
            () => Hold(FlightMotion.Right),
            rig.ToggleRecording,
            () => rig.ToggleMode(CameraMode.Turntable),
            () => Hold(FlightMotion.Down),
            rig.Frame,
            () => rig.ToggleMode(CameraMode.Turntable),
            rig.ToggleRecording,
            () => rig.GoToBookmark(1),
        ];
        for (int act = 0; act < acts.Length; act++)
        {
            rig.SetBookmark(1);
            acts[act]();
            rig.Zoom(-1);
            for (int i = 0; i < 60; i++)
                rig.Advance(1 / 60.0, 1);
            rig.Release(RigFixture.AnyKey);
            Assert.True(rig.Camera.IsUsable, $"{act}: {rig.Camera}");
        }
    }
}
