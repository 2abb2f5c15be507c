using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>Wheel, right drag and double click: what is under the cursor stays under it, or is flown to.</summary>
public sealed class CursorZoomTests
{
    private const int Count = 100;
    private static readonly Gen<Camera> Cameras = Gen.Select(
        Gen.Float[-3, 3],
        Gen.Float[-1.4f, 1.4f],
        Gen.Float[0.5f, 1.8f],
        Gen.Float[1.5f, 8],
        (yaw, pitch, fov, distance) => Camera.LookingAt(new Vector3(0.1f, -0.2f, 0.3f), distance, yaw, pitch, fov)
    );

    private readonly ManualClock _time = new();

    [Theory]
    [InlineData(CameraMode.Fly)]
    [InlineData(CameraMode.Orbit)]
    public void The_wheel_keeps_the_hovered_point_under_the_cursor(CameraMode mode) =>
        Gen.Select(Cameras, Gen.Int[0, Count - 1], Gen.Float[-6, 6].Where(steps => Math.Abs(steps) > 0.1f))
            .Sample(
                (camera, point, steps) =>
                {
                    SceneState scene = Scene(camera, mode);
                    if (!scene.Pixels.TryProject(Place(point), out Vector2 cursor))
                        return;
                    Move(scene, cursor);
                    scene.Mouse.Picked(point, cursor);
                    float before = Vector3.Distance(scene.Cameras.Camera.Position, Place(point).AsVector3());
                    Wheel(scene, steps);
                    Assert.True(scene.Pixels.TryProject(Place(point), out Vector2 after));
                    Assert.True(Vector2.Distance(cursor, after) < 0.5f, $"{cursor} {after}");
                    float nearer = Vector3.Distance(scene.Cameras.Camera.Position, Place(point).AsVector3()) / before;
                    Assert.Equal(MathF.Exp(-0.15f * steps), nearer, 1e-2f);
                }
            );

    [Theory]
    [InlineData(CameraMode.Fly)]
    [InlineData(CameraMode.Orbit)]
    public void Where_no_point_is_hovered_the_wheel_keeps_the_plane_of_the_target_under_the_cursor(CameraMode mode) =>
        Gen.Select(Cameras, Gen.Float[1, 1279], Gen.Float[1, 719], Gen.Float[-6, 6])
            .Sample(
                (camera, x, y, steps) =>
                {
                    SceneState scene = Scene(camera, mode);
                    Vector3 place = OnPlane(scene, new Vector2(x, y));
                    Move(scene, new Vector2(x, y));
                    Wheel(scene, steps / 2);
                    Wheel(scene, steps / 2);
                    Assert.True(scene.Pixels.TryProject(new Vector4(place, 0), out Vector2 after));
                    Assert.True(Vector2.Distance(new Vector2(x, y), after) < 0.5f, $"{x} {y} {after}");
                }
            );

    [Fact]
    public void The_wheel_turned_back_goes_back()
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 5, 0.3f, -0.2f), CameraMode.Fly);
        Camera before = scene.Cameras.Camera;
        Move(scene, new Vector2(300, 600));
        Wheel(scene, 4);
        Assert.True(Vector3.Distance(before.Position, scene.Cameras.Camera.Position) > 1);
        Wheel(scene, -4);
        Assert.True(Vector3.Distance(before.Position, scene.Cameras.Camera.Position) < 1e-2f);
        Assert.Equal(before.Yaw, scene.Cameras.Camera.Yaw);
    }

    [Theory]
    [InlineData(1e9f)]
    [InlineData(-1e9f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_wheel_out_of_bounds_leaves_a_camera_that_sees(float steps)
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 5, 0.3f, -0.2f), CameraMode.Fly);
        Move(scene, new Vector2(640, 360));
        for (int i = 0; i < 20; i++)
            Wheel(scene, steps);
        Assert.True(scene.Cameras.Camera.IsUsable, $"{scene.Cameras.Camera}");
        Assert.InRange(scene.Cameras.Camera.Position.Length(), 0, 300 * scene.Cloud.Bounds.Radius);
    }

    [Fact]
    public void With_control_the_wheel_changes_the_speed_and_moves_nothing()
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 5, 0.3f, -0.2f), CameraMode.Fly);
        Camera before = scene.Cameras.Camera;
        Move(scene, new Vector2(640, 360));
        scene.Handle(InputEvent.KeyChanged(Key.LeftControl, true));
        Wheel(scene, 2);
        Assert.Equal(1.44f, scene.Cameras.SpeedFactor, 1e-3f);
        Assert.Equal(before, scene.Cameras.Camera);
    }

    [Theory]
    [InlineData(CameraMode.Fly)]
    [InlineData(CameraMode.Orbit)]
    public void A_right_drag_keeps_the_grabbed_point_under_the_cursor_and_turns_nothing(CameraMode mode) =>
        Gen.Select(Cameras, Gen.Int[0, Count - 1], Gen.Float[100, 1200], Gen.Float[100, 600])
            .Sample(
                (camera, point, x, y) =>
                {
                    SceneState scene = Scene(camera, mode);
                    if (!scene.Pixels.TryProject(Place(point), out Vector2 cursor))
                        return;
                    Move(scene, cursor);
                    scene.Mouse.Picked(point, cursor);
                    Camera before = scene.Cameras.Camera;
                    scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Right, true));
                    Move(scene, (cursor + new Vector2(x, y)) / 2);
                    scene.Advance(1 / 60.0);
                    Move(scene, new Vector2(x, y));
                    scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Right, false));
                    Settle(scene);
                    scene.Pixels.TryProject(Place(point), out Vector2 after);
                    Assert.True(Vector2.Distance(after, new Vector2(x, y)) < 1, $"{x} {y} {after}");
                    Assert.Equal(before.Yaw, scene.Cameras.Camera.Yaw, 1e-3f);
                    Assert.False(scene.WantsCursor);
                    Assert.Equal(0, scene.Selection.Count);
                }
            );

    [Fact]
    public void An_orbit_that_was_panned_goes_round_the_place_in_the_middle_until_the_cloud_is_framed()
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 5, 0.3f, -0.2f), CameraMode.Orbit);
        Move(scene, new Vector2(640, 360));
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Right, true));
        Move(scene, new Vector2(340, 360));
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Right, false));
        Settle(scene);
        Assert.True(PixelOf(scene, scene.Cloud.Bounds.Centre).X < 400);
        Vector3 middle = OnPlane(scene, new Vector2(640, 360));
        scene.Handle(InputEvent.KeyChanged(Key.D, true));
        for (int i = 0; i < 60; i++)
            scene.Advance(1 / 60.0);
        scene.Handle(InputEvent.KeyChanged(Key.D, false));
        Settle(scene);
        Assert.True(Vector2.Distance(new Vector2(640, 360), PixelOf(scene, middle)) < 2, $"{PixelOf(scene, middle)}");
        scene.Handle(InputEvent.KeyChanged(Key.F, true));
        Settle(scene);
        Assert.InRange(PixelOf(scene, scene.Cloud.Bounds.Centre).X, 560, 720);
    }

    [Fact]
    public void A_double_click_flies_to_the_point_and_keeps_it_selected()
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 6, 0.3f, -0.2f), CameraMode.Fly);
        Assert.True(scene.Pixels.TryProject(Place(7), out Vector2 cursor));
        float before = Vector3.Distance(scene.Cameras.Camera.Position, Place(7).AsVector3());
        Click(scene, cursor, 7);
        Assert.False(scene.Cameras.IsFlying);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Click(scene, cursor, 7);
        Assert.True(scene.Cameras.IsFlying);
        Settle(scene);
        Assert.True(Vector2.Distance(PixelOf(scene, Place(7).AsVector3()), new Vector2(640, 360)) < 2);
        Assert.True(Vector3.Distance(scene.Cameras.Camera.Position, Place(7).AsVector3()) < before / 3);
        Assert.Equal([7], scene.Selection.Selected.ToArray());

        // One undo takes the one selection back.
        scene.Actions.Undo();
        Assert.Equal(0, scene.Selection.Count);
    }

    [Theory]
    [InlineData(500, 0, 7)]
    [InlineData(100, 30, 7)]
    [InlineData(100, 0, 8)]
    public void Two_clicks_that_are_late_elsewhere_or_on_two_points_are_no_double_click(int milliseconds, float aside, int second)
    {
        SceneState scene = Scene(Camera.LookingAt(Vector3.Zero, 6, 0.3f, -0.2f), CameraMode.Fly);
        Click(scene, new Vector2(500, 300), 7);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Click(scene, new Vector2(500 + aside, 300), second);
        Assert.False(scene.Cameras.IsFlying);
        Assert.Equal([second], scene.Selection.Selected.ToArray());
    }

    private static Vector4 Place(int i) => new(MathF.Sin(i * 1.3f), MathF.Sin(i * 2.1f), MathF.Sin(i * 0.7f), 0);

    /// <summary>Where a pixel meets the plane through the cloud's middle that faces the camera, by the definition of a pinhole.</summary>
    private static Vector3 OnPlane(SceneState scene, Vector2 pixel)
    {
        Camera camera = scene.Cameras.Camera;
        float depth = Vector3.Dot(scene.Cloud.Bounds.Centre - camera.Position, camera.Forward);
        float unit = 2 * depth * MathF.Tan(camera.VerticalFov / 2) / 720;
        return camera.Position + (depth * camera.Forward) + (unit * (pixel.X - 640) * camera.Right) - (unit * (pixel.Y - 360) * camera.Up);
    }

    private static Vector2 PixelOf(SceneState scene, Vector3 place) => scene.Pixels.ToPixel(scene.Pixels.ToClip(new Vector4(place, 0)));

    private static void Move(SceneState scene, Vector2 to) => scene.Handle(InputEvent.CursorMoved(to.X, to.Y));

    private static void Click(SceneState scene, Vector2 at, int point)
    {
        Move(scene, at);
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, true));
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, false));
        scene.Mouse.Picked(point, at);
    }

    private static void Wheel(SceneState scene, float steps)
    {
        scene.Handle(InputEvent.Scrolled(steps));
        Settle(scene);
    }

    private static void Settle(SceneState scene)
    {
        for (int i = 0; i < 600 && (i == 0 || scene.NeedsFrame); i++)
            scene.Advance(1 / 60.0);
    }

    private SceneState Scene(Camera camera, CameraMode mode)
    {
        SceneState scene = new(new SampleFacts(Count), time: _time);
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = Place(i);
        });
        scene.Cameras.Restore(scene.Cameras.State with { Camera = camera, IsFollowing = false, Mode = mode });
        Settle(scene);
        return scene;
    }
}
