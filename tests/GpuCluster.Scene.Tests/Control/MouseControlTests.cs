using System.Numerics;
using CsCheck;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Control;

public sealed class MouseControlTests
{
    [Fact]
    public void A_click_selects_the_point_that_was_picked()
    {
        SceneState scene = Scene();
        Click(scene, new Vector2(100, 100), 3);
        Assert.Equal([3], scene.Selection.Selected.ToArray());
        Assert.Equal(3, scene.Selection.Focus);
        Click(scene, new Vector2(200, 100), 5, Key.LeftShift);
        Assert.Equal([3, 5], scene.Selection.Selected.ToArray());
        Click(scene, new Vector2(200, 100), 3, Key.LeftShift);
        Assert.Equal([5], scene.Selection.Selected.ToArray());
        Click(scene, new Vector2(300, 100), null, Key.LeftShift);
        Assert.Equal([5], scene.Selection.Selected.ToArray());
        Click(scene, new Vector2(300, 100), null);
        Assert.Equal(0, scene.Selection.Count);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(4.5f, false)]
    public void A_press_is_a_click_within_four_pixels_and_beyond_them_looks_around(float travel, bool isClick)
    {
        SceneState scene = Scene();
        Move(scene, 100, 100);
        Button(scene, true);
        Assert.False(scene.WantsCursor);
        Move(scene, 100 + travel, 100);
        Assert.Equal(!isClick, scene.WantsCursor);
        Vector3 before = scene.Cameras.Camera.Forward;
        Move(scene, 300, 100);
        Move(scene, 400, 100);
        Move(scene, 500, 100);
        Assert.NotEqual(before, scene.Cameras.Camera.Forward);
        Button(scene, false);
        Assert.False(scene.WantsCursor);
    }

    [Fact]
    public void What_is_under_the_cursor_is_asked_when_cursor_or_picture_changed()
    {
        SceneState scene = Scene();
        Assert.Null(scene.Mouse.WantsPickAt);
        Move(scene, 10, 20);
        Assert.Equal(new Vector2(10, 20), scene.Mouse.WantsPickAt);
        scene.Mouse.Picked(4, new Vector2(10, 20));
        Assert.Equal(4, scene.Selection.Hovered);
        Assert.Null(scene.Mouse.WantsPickAt);
        scene.Advance(0);
        Assert.NotNull(scene.Mouse.WantsPickAt);
        scene.Mouse.Picked(9, new Vector2(99, 99));
        Assert.Equal(4, scene.Selection.Hovered);
        Move(scene, -5, 20);
        Assert.Null(scene.Mouse.WantsPickAt);
        Assert.Null(scene.Selection.Hovered);
        Move(scene, 10, 20);
        scene.Mouse.Picked(4, new Vector2(10, 20));
        scene.Mouse.Leave();
        Assert.Null(scene.Selection.Hovered);
        Assert.Null(scene.Mouse.Cursor);
    }

    [Fact]
    public void A_rectangle_selects_what_is_seen_inside_it()
    {
        SceneState scene = Scene();
        SceneFrame frame = scene.Advance(0);
        Press(scene, Key.LeftControl, true);
        Drag(scene, new Vector2(100, 50), new Vector2(400, 300), new Vector2(700, 600));
        Assert.Equal(
            [new Vector2(100, 50), new Vector2(700, 50), new Vector2(700, 600), new Vector2(100, 600)],
            scene.Mouse.Outline!.Corners
        );
        Assert.False(scene.WantsCursor);
        Button(scene, false);
        Assert.Null(scene.Mouse.Outline);
        AssertSelected(scene, frame, pixel => pixel.X is > 100 and < 700 && pixel.Y is > 50 and < 600);
        int first = scene.Selection.Count;
        Assert.InRange(first, 1, scene.Facts.Count - 1);

        // With Alt held the next is added.
        Press(scene, Key.LeftAlt, true);
        Drag(scene, new Vector2(700, 50), new Vector2(1000, 400), new Vector2(1279, 719));
        Button(scene, false);
        AssertSelected(
            scene,
            frame,
            pixel => (pixel.X is > 100 and < 700 && pixel.Y is > 50 and < 600) || (pixel.X is > 700 and < 1279 && pixel.Y is > 50 and < 719)
        );
        scene.Selection.Undo();
        Assert.Equal(first, scene.Selection.Count);
    }

    [Fact]
    public void A_lasso_is_drawn_with_control_and_shift_or_once_after_l()
    {
        foreach (bool byKey in new[] { false, true })
        {
            SceneState scene = Scene();
            SceneFrame frame = scene.Advance(0);
            if (byKey)
                Press(scene, Key.L, true);
            else
                Hold(scene, Key.LeftControl, Key.LeftShift);

            Assert.Equal(byKey, scene.Mouse.IsLassoArmed);
            Drag(scene, new Vector2(200, 100), new Vector2(1000, 100), new Vector2(600, 650));
            Assert.True(scene.Mouse.Outline!.IsLasso);
            Button(scene, false);
            AssertSelected(
                scene,
                frame,
                pixel => pixel.Y > 100 && pixel.Y < 100 + (550 * Math.Min((pixel.X - 200) / 400, (1000 - pixel.X) / 400))
            );
            Assert.NotEqual(0, scene.Selection.Count);
            Assert.False(scene.Mouse.IsLassoArmed);
        }
    }

    [Fact]
    public void Escape_gives_up_a_drawing_before_it_quits()
    {
        SceneState scene = Scene();
        Hold(scene, Key.LeftControl);
        Drag(scene, new Vector2(100, 100), new Vector2(900, 600));
        Press(scene, Key.LeftControl, false);
        Press(scene, Key.Escape, true);
        Assert.Null(scene.Mouse.Outline);
        Button(scene, false);
        Assert.Equal(0, scene.Selection.Count);
        Assert.DoesNotContain(Requests(scene), request => request is SceneRequest.Quit);
        Press(scene, Key.Escape, true);
        Assert.Single(Requests(scene).OfType<SceneRequest.Quit>());
    }

    [Fact]
    public void Dragged_points_stay_under_the_cursor_and_are_asked_once_a_frame() =>
        Gen.Select(Gen.Int[0, 99], Gen.Float[50, 1200], Gen.Float[50, 650])
            .Sample(
                (grabbed, x, y) =>
                {
                    SceneState scene = Scene();
                    scene.Steering.SetRunning(new UmapOptions());
                    SceneFrame frame = scene.Advance(0);
                    PixelProjection projection = new(frame, 1280, 720);
                    Vector4 at = Place(grabbed);
                    Assert.True(projection.TryProject(at, out Vector2 start));
                    scene.Selection.Select(PointSet.Of(100, grabbed, (grabbed + 1) % 100));
                    Move(scene, start.X, start.Y);
                    scene.Mouse.Picked(grabbed, start);
                    Hold(scene, Key.LeftAlt);
                    Button(scene, true);
                    Vector2 target = new(x, y);
                    Move(scene, start.X + 10, start.Y);
                    Move(scene, (start.X + x) / 2, (start.Y + y) / 2);
                    Move(scene, x, y);
                    Requests(scene);
                    scene.Advance(1 / 60.0);
                    SceneRequest.Move move = Assert.Single(Requests(scene).OfType<SceneRequest.Move>());
                    scene.Advance(1 / 60.0);
                    Assert.Empty(Requests(scene).OfType<SceneRequest.Move>());
                    Vector3 moved = move.Positions[Array.IndexOf(move.Points, grabbed)];
                    Vector2 seen = projection.ToPixel(projection.ToClip(new Vector4(moved, 0)));
                    Assert.True(Vector2.Distance(seen, target) < 0.5f, $"{seen} {target}");
                    Assert.Equal(projection.ToClip(at).W, projection.ToClip(new Vector4(moved, 0)).W, 1e-3f);

                    // The other point goes the same way.
                    int other = (grabbed + 1) % 100;
                    Vector3 way = move.Positions[Array.IndexOf(move.Points, other)] - Place(other).AsVector3();
                    Assert.True(Vector3.Distance(way, moved - at.AsVector3()) < 1e-4f);
                    Button(scene, false);

                    // A drag is one action, however many pictures it took.
                    Requests(scene);
                    scene.Actions.Undo();
                    SceneRequest.Move back = Assert.Single(Requests(scene).OfType<SceneRequest.Move>());
                    Assert.Equal(at.AsVector3(), back.Positions[Array.IndexOf(back.Points, grabbed)]);
                    scene.Actions.Undo();
                    Assert.Equal(0, scene.Selection.Count);
                }
            );

    [Fact]
    public void Without_a_layout_to_steer_or_a_selected_point_alt_looks_around()
    {
        SceneState scene = Scene();
        Hold(scene, Key.LeftAlt);
        Drag(scene, new Vector2(100, 100), new Vector2(200, 100));
        Assert.True(scene.WantsCursor);
        Assert.Empty(Requests(scene).OfType<SceneRequest.Move>());
    }

    private static SceneState Scene()
    {
        SceneState scene = new(new SampleFacts(100));
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = Place(i);
        });
        for (int i = 0; i < 600 && scene.NeedsFrame; i++)
            scene.Advance(1 / 60.0);
        return scene;
    }

    private static Vector4 Place(int i) => new(MathF.Sin(i * 1.3f), MathF.Sin(i * 2.1f), MathF.Sin(i * 0.7f), 0);

    private static void AssertSelected(SceneState scene, SceneFrame frame, Func<Vector2, bool> isInside)
    {
        PixelProjection projection = new(frame, 1280, 720);
        for (int i = 0; i < scene.Facts.Count; i++)
            Assert.Equal(projection.TryProject(Place(i), out Vector2 pixel) && isInside(pixel), scene.Selection.Contains(i));
    }

    private static void Click(SceneState scene, Vector2 at, int? point, params Key[] with)
    {
        Hold(scene, with);
        Move(scene, at.X, at.Y);
        Button(scene, true);
        Button(scene, false);
        foreach (Key key in with)
            Press(scene, key, false);

        // The hand goes on before the picture is asked.
        Move(scene, at.X + 50, at.Y);
        Assert.Equal(at, scene.Mouse.WantsPickAt);
        scene.Mouse.Picked(point, at);
    }

    private static void Drag(SceneState scene, params Vector2[] way)
    {
        Move(scene, way[0].X, way[0].Y);
        Button(scene, true);
        foreach (Vector2 place in way.Skip(1))
            Move(scene, place.X, place.Y);
    }

    private static void Hold(SceneState scene, params Key[] keys)
    {
        foreach (Key key in keys)
            Press(scene, key, true);
    }

    private static void Press(SceneState scene, Key key, bool isDown) => scene.Handle(InputEvent.KeyChanged(key, isDown));

    private static void Move(SceneState scene, float x, float y) => scene.Handle(InputEvent.CursorMoved(x, y));

    private static void Button(SceneState scene, bool isDown) => scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, isDown));

    private static List<SceneRequest> Requests(SceneState scene)
    {
        List<SceneRequest> requests = new();
        while (scene.TryNextRequest(out SceneRequest? request))
            requests.Add(request);
        return requests;
    }
}
