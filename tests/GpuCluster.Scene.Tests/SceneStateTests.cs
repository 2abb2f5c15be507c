using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests;

public sealed class SceneStateTests
{
    [Fact]
    public void The_first_positions_are_framed_at_once_and_followed_as_they_grow()
    {
        SceneState scene = Scene(out _);
        scene.Advance(0);
        scene.UpdatePositions(positions => Fill(positions, 1));
        scene.Advance(1 / 60.0);
        Assert.Equal(Framing.FrameClosely(scene.Cloud.Bounds, scene.Cloud.Inliers, 16 / 9f), scene.Cameras.Camera);

        scene.UpdatePositions(positions => Fill(positions, 5));
        Settle(scene);
        Assert.True(
            Vector3.Distance(Framing.FrameClosely(scene.Cloud.Bounds, scene.Cloud.Inliers, 16 / 9f).Position, scene.Cameras.Camera.Position)
                < 1e-2f * scene.Cloud.Bounds.Radius
        );
    }

    /// <summary>The control key went down while data was read: T alone would be the turntable.</summary>
    [Fact]
    public void A_scene_that_takes_over_knows_which_modifiers_are_held()
    {
        SceneState former = Scene(out _);
        former.Resize(640, 480);
        former.Handle(InputEvent.KeyChanged(Key.LeftControl, true));
        SceneState scene = Scene(out _);
        scene.TakeOver(former);
        scene.Handle(InputEvent.KeyChanged(Key.T, true));
        Assert.Equal((640, 480), (scene.Width, scene.Height));
        Assert.Equal(CameraMode.Fly, scene.Cameras.Mode);
        scene.Handle(InputEvent.KeyChanged(Key.LeftControl, false));
        scene.Handle(InputEvent.KeyChanged(Key.T, true));
        Assert.Equal(CameraMode.Turntable, scene.Cameras.Mode);
    }

    [Fact]
    public void Flying_ends_the_following_and_f_brings_it_back()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        Camera framed = scene.Cameras.Camera;
        Press(scene, Key.W);
        Settle(scene);
        Camera flown = scene.Cameras.Camera;
        Assert.NotEqual(framed, flown);
        scene.UpdatePositions(positions => Fill(positions, 3));
        Settle(scene);
        Assert.Equal(flown, scene.Cameras.Camera);
        Press(scene, Key.F);
        Settle(scene);
        Assert.True(
            Vector3.Distance(Framing.FrameClosely(scene.Cloud.Bounds, scene.Cloud.Inliers, 16 / 9f).Position, scene.Cameras.Camera.Position)
                < 1e-2f * scene.Cloud.Bounds.Radius
        );
    }

    [Fact]
    public void It_rests_when_nothing_happens()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Assert.True(scene.NeedsFrame);
        Settle(scene);
        Assert.False(scene.NeedsFrame);
        SceneFrame one = scene.Advance(10);
        SceneFrame two = scene.Advance(10);
        Assert.Equal(one, two);
        scene.Handle(InputEvent.CursorMoved(5, 5));
        Assert.False(scene.NeedsFrame);
        scene.Handle(InputEvent.FramebufferResized(800, 600));
        Assert.True(scene.NeedsFrame);
    }

    [Fact]
    public void Rest_counts_as_no_flight_time()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        Vector3 before = scene.Cameras.Camera.Position;
        scene.Handle(InputEvent.KeyChanged(Key.W, true));
        scene.Advance(3600);
        Assert.True(Vector3.Distance(before, scene.Cameras.Camera.Position) < 0.05f * scene.Cloud.Bounds.Radius);
    }

    [Fact]
    public void The_mouse_looks_around_only_while_a_button_is_held()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        Camera before = scene.Cameras.Camera;
        scene.Handle(InputEvent.CursorMoved(100, 100));
        scene.Handle(InputEvent.CursorMoved(300, 100));
        Assert.Equal(before, scene.Cameras.Camera);
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, true));
        scene.Handle(InputEvent.CursorMoved(400, 100));
        Assert.True(scene.WantsCursor);
        scene.Handle(InputEvent.CursorMoved(500, 100));
        Assert.Equal(before, scene.Cameras.Camera);
        scene.Handle(InputEvent.CursorMoved(600, 50));
        Assert.True(scene.Cameras.Camera.Yaw > before.Yaw && scene.Cameras.Camera.Pitch > before.Pitch);
        scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, false));
        Assert.False(scene.WantsCursor);
    }

    [Fact]
    public void Keys_are_let_go_when_the_window_loses_them()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        scene.Handle(InputEvent.KeyChanged(Key.W, true));
        scene.Handle(InputEvent.Focused(false));
        Settle(scene);
        Assert.False(scene.NeedsFrame);
    }

    [Theory]
    [InlineData(Key.R, typeof(SceneRequest.Restart))]
    [InlineData(Key.Space, typeof(SceneRequest.TogglePause))]
    [InlineData(Key.N, typeof(SceneRequest.StepOnce))]
    [InlineData(Key.F12, typeof(SceneRequest.SaveScreenshot))]
    [InlineData(Key.Escape, typeof(SceneRequest.Quit))]
    [InlineData(Key.W, null)]
    public void Keys_become_requests_on_the_way_down(Key key, Type? expected)
    {
        SceneState scene = Scene(out _);
        scene.Handle(InputEvent.KeyChanged(key, true));
        Assert.Equal(expected, Next(scene));
        scene.Handle(InputEvent.KeyChanged(key, false));
        Assert.Null(Next(scene));
        scene.Handle(new InputEvent(InputKind.CloseRequested));
        Assert.Equal(typeof(SceneRequest.Quit), Next(scene));

        static Type? Next(SceneState scene) => scene.TryNextRequest(out SceneRequest? request) ? request.GetType() : null;
    }

    [Theory]
    [InlineData(Key.S, typeof(SceneRequest.SaveScene))]
    [InlineData(Key.E, typeof(SceneRequest.ExportSelection))]
    [InlineData(Key.P, typeof(SceneRequest.ToggleFilm))]
    [InlineData(Key.R, null)]
    [InlineData(Key.N, null)]
    public void With_control_keys_are_commands_and_nobody_flies(Key key, Type? expected)
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        Camera before = scene.Cameras.Camera;
        scene.Handle(InputEvent.KeyChanged(Key.LeftControl, true));
        Press(scene, key);
        Assert.Equal(expected, scene.TryNextRequest(out SceneRequest? request) ? request.GetType() : null);
        Settle(scene);
        Assert.Equal(before, scene.Cameras.Camera);
    }

    [Fact]
    public void Control_shift_e_exports_for_the_projector()
    {
        SceneState scene = Scene(out _);
        scene.Handle(InputEvent.KeyChanged(Key.LeftControl, true));
        scene.Handle(InputEvent.KeyChanged(Key.LeftShift, true));
        Press(scene, Key.E);
        Assert.True(scene.TryNextRequest(out SceneRequest? request));
        Assert.IsType<SceneRequest.ExportProjector>(request);
        Assert.False(scene.TryNextRequest(out _));
    }

    [Fact]
    public void Keys_select_invert_hide_isolate_undo_and_redo()
    {
        SceneState scene = Scene(out int count);
        With(scene, Key.A, Key.LeftControl);
        Assert.Equal(count, scene.Selection.Count);
        Press(scene, Key.Backspace);
        Assert.Equal(0, scene.Selection.Count);
        scene.Selection.Select(5);
        Press(scene, Key.O);
        Assert.True(scene.Selection.IsIsolated);
        Press(scene, Key.O);
        Press(scene, Key.I);
        Assert.Equal(count - 1, scene.Selection.Count);
        Press(scene, Key.X);
        Assert.Equal(count - 1, scene.Selection.Hidden.Count);
        With(scene, Key.X, Key.LeftShift);
        Assert.True(scene.Selection.Hidden.IsEmpty);
        With(scene, Key.Z, Key.LeftControl);
        Assert.Equal(count - 1, scene.Selection.Hidden.Count);
        With(scene, Key.Y, Key.RightControl);
        Assert.True(scene.Selection.Hidden.IsEmpty);
        With(scene, Key.Z, Key.LeftControl);
        With(scene, Key.Z, Key.LeftControl, Key.LeftShift);
        Assert.True(scene.Selection.Hidden.IsEmpty);
        float size = scene.Look.PointSize;
        Press(scene, Key.Equal);
        Assert.True(scene.Look.PointSize > size && scene.Advance(0).PointSize > size);
        Press(scene, Key.Minus);
        Assert.Equal(size, scene.Look.PointSize, 1e-4f);
    }

    [Fact]
    public void Whatever_changes_needs_a_frame_once()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions => Fill(positions, 1));
        foreach (
            Action change in new Action[]
            {
                () => scene.Selection.Select(3),
                () => scene.Selection.Hovered = 4,
                () => scene.Look.Opacity = 0.5f,
                () => scene.Colours.ToggleEntry(0),
                () => scene.Selection.Undo(),
                () => scene.Similarity.ShowsLines = false,
                () => scene.Mouse.ToggleLasso(),
            }
        )
        {
            Settle(scene);
            Assert.False(scene.NeedsFrame);
            change();
            Assert.True(scene.NeedsFrame);
        }
    }

    [Fact]
    public void Selecting_asks_for_similarity_and_the_answer_is_in_the_next_frame()
    {
        SceneState scene = Scene(out int count);
        scene.UpdatePositions(positions => Fill(positions, 1));
        Settle(scene);
        scene.Selection.Select(3);
        SceneFrame before = scene.Advance(0);
        Assert.True(scene.TryNextRequest(out SceneRequest? request));
        Assert.Equal(new SceneRequest.CompareTo(3), request);
        scene.Similarity.SetRow(3, [.. Enumerable.Range(0, count).Select(i => i / (float)count)]);
        Assert.True(scene.NeedsFrame);
        SceneFrame after = scene.Advance(0);
        Assert.NotSame(before.Colours, after.Colours);
        Assert.Equal(2 * scene.Similarity.Nearest.Count, after.Lines.Count);
    }

    [Fact]
    public void Tab_goes_round_the_colourings_and_colours_follow_the_positions_where_they_must()
    {
        SceneState scene = Scene(out int count);
        scene.UpdatePositions(positions => Fill(positions, 1));
        List<string> titles = new();
        List<PointColours> colours = new();
        for (int i = 0; i < 5; i++)
        {
            titles.Add(scene.Colours.Legend.Title);
            colours.Add(scene.Advance(0).Colours);
            Assert.Equal(count, colours[^1].Rgba.Length);
            Assert.Same(colours[^1], scene.Advance(0).Colours);
            scene.UpdatePositions(positions => Fill(positions, 2));
            Assert.Equal(titles[^1] is "density" or "displacement per epoch", !ReferenceEquals(colours[^1], scene.Advance(0).Colours));
            Press(scene, Key.Tab);
        }

        Assert.Equal(["class", "density", "displacement per epoch", "row", "one colour"], titles);
        Assert.Equal("class", scene.Colours.Legend.Title);
    }

    [Fact]
    public void Without_labels_all_points_have_one_colour_first()
    {
        foreach (SampleLabels? labels in new[] { null, new SampleLabels([-1, -1, -1], []) })
        {
            SceneState scene = new(new SampleFacts(3) { Labels = labels });
            Assert.Equal("one colour", scene.Colours.Legend.Title);
            Assert.Single(scene.Advance(0).Colours.Rgba.Distinct());
        }
    }

    [Fact]
    public void A_minimised_window_is_hidden_and_still_gives_finite_frames()
    {
        SceneState scene = Scene(out _);
        scene.Handle(InputEvent.FramebufferResized(0, 0));
        Assert.True(scene.IsHidden);
        Assert.True(float.IsFinite(scene.Advance(0.1).Projection.M11));
    }

    [Fact]
    public void A_flat_layout_is_seen_face_on_without_fading()
    {
        SceneState scene = Scene(out _);
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = new Vector4(MathF.Sin(i), MathF.Cos(i * 3), 0, 0);
        });
        SceneFrame frame = scene.Advance(0);
        Assert.Equal(0, frame.DepthFade);
        Assert.Equal(new Vector3(0, 0, -1), scene.Cameras.Camera.Forward);
    }

    private static SceneState Scene(out int count)
    {
        count = 500;
        return new SceneState(
            new SampleFacts(count)
            {
                Labels = new SampleLabels(
                    [.. Enumerable.Range(0, count).Select(i => i % 10)],
                    [.. Enumerable.Range(0, 10).Select(i => $"{i}")]
                ),
            }
        );
    }

    private static void Fill(Span<Vector4> positions, float size)
    {
        for (int i = 0; i < positions.Length; i++)
            positions[i] = new Vector4(size * MathF.Sin(i), size * MathF.Cos(i * 1.7f), size * MathF.Sin(i * 0.3f), 0);
    }

    private static void Press(SceneState scene, Key key)
    {
        scene.Handle(InputEvent.KeyChanged(key, true));
        scene.Advance(1 / 60.0);
        scene.Handle(InputEvent.KeyChanged(key, false));
    }

    private static void With(SceneState scene, Key key, params Key[] held)
    {
        foreach (Key modifier in held)
            scene.Handle(InputEvent.KeyChanged(modifier, true));
        Press(scene, key);
        foreach (Key modifier in held)
            scene.Handle(InputEvent.KeyChanged(modifier, false));
    }

    private static void Settle(SceneState scene)
    {
        for (int i = 0; i < 600 && scene.NeedsFrame; i++)
            scene.Advance(1 / 60.0);
    }
}
