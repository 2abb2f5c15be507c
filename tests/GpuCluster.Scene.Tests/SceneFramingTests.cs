using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Steering;
using GpuCluster.Scene.Tests.Thumbnails;

namespace GpuCluster.Scene.Tests;

/// <summary>A cloud beside panels: where it is in the picture, and that picking and dragging go by the same picture.</summary>
public sealed class SceneFramingTests
{
    private const int Count = 2000;
    private const int Width = 1280;
    private const int Height = 720;
    private static readonly FrameInsets Panels = new(270, 0, 300, 110);
    private readonly SceneState _scene = new(new SampleFacts(Count));

    public SceneFramingTests()
    {
        _scene.Resize(Width, Height);
        _scene.Insets = Panels;
        _scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < Count; i++)
                positions[i] = At(i);
        });
    }

    [Fact]
    public void The_first_picture_has_the_cloud_beside_the_panels()
    {
        _scene.Advance(0);
        AssertFramed(Panels);
        Assert.False(_scene.NeedsFrame);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(60)]
    [InlineData(400)]
    public void No_picture_of_a_framed_cloud_lies_under_a_panel(int count)
    {
        SceneState scene = new(new SampleFacts(count) { Thumbnails = new EmptyThumbnails(count, 64) });
        scene.Resize(Width, Height);
        scene.Insets = Panels;
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < count; i++)
                positions[i] = At(i);
        });
        for (int i = 0; i < 600; i++)
            scene.Advance(1 / 60.0);
        SceneFrame frame = scene.Advance(1 / 60.0);
        PixelProjection pixels = new(frame, Width, Height);
        int seen = 0;
        foreach (Sprite sprite in frame.Sprites)
        {
            if (Vector3.Distance(At(sprite.Point).AsVector3(), scene.Cloud.Bounds.Centre) > scene.Cloud.Bounds.Radius)
                continue;
            Vector2 pixel = pixels.ToPixel(pixels.ToClip(At(sprite.Point)));
            float half = sprite.Size / 2;
            Assert.InRange(pixel.X, Panels.Left + half, Width - Panels.Right - half);
            Assert.InRange(pixel.Y, Panels.Top + half, Height - Panels.Bottom - half);
            seen++;
        }

        Assert.True(seen > 5, $"{seen} pictures");
    }

    [Fact]
    public void The_frame_key_brings_the_cloud_beside_the_panels()
    {
        _scene.Advance(0);
        Tap(Key.W, seconds: 1);
        Tap(Key.F);
        AssertFramed(Panels);
    }

    [Fact]
    public void Panels_that_open_and_close_move_the_cloud_smoothly()
    {
        _scene.Advance(0);
        Vector2 before = Middle();
        _scene.Insets = default;
        Assert.True(_scene.NeedsFrame);
        _scene.Advance(1 / 60.0);
        Assert.InRange(Vector2.Distance(before, Middle()), 0.5f, 20);
        Assert.True(_scene.NeedsFrame);
        Settle();
        AssertFramed(default);
        Assert.False(_scene.NeedsFrame);
        _scene.Insets = Panels;
        Settle();
        AssertFramed(Panels);
    }

    [Fact]
    public void A_cloud_flown_through_is_not_framed_anew_by_a_panel()
    {
        _scene.Advance(0);
        Tap(Key.W, seconds: 1);
        Camera flown = _scene.Cameras.Camera;
        _scene.Insets = Panels with { Bottom = 250 };
        Settle();
        Assert.Equal(flown, _scene.Cameras.Camera);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(300, 200)]
    [InlineData(640, 2000)]
    public void Another_size_of_window_and_back_is_the_same_picture(int width, int height)
    {
        _scene.Advance(0);
        Camera before = _scene.Cameras.Camera;
        _scene.Handle(InputEvent.FramebufferResized(width, height));
        Settle();
        Assert.True(_scene.Cameras.Camera.IsUsable);
        _scene.Handle(InputEvent.FramebufferResized(Width, Height));
        Settle();
        Assert.Equal(before.Position.X, _scene.Cameras.Camera.Position.X, 1e-2f);
        AssertFramed(Panels);
    }

    [Fact]
    public void What_is_orbited_and_a_framed_selection_are_in_the_middle_of_what_is_free()
    {
        _scene.Advance(0);
        _scene.Selection.Select(7);
        Tap(Key.C);
        AssertInTheMiddle(7);
        _scene.Insets = Panels with { Left = 0 };
        Settle();
        AssertInTheMiddle(7);
        Tap(Key.C);
        _scene.Selection.Select(9);
        Tap(Key.F);
        AssertInTheMiddle(9);
    }

    [Fact]
    public void A_scene_that_was_framed_opens_framed_beside_the_panels_of_another_window()
    {
        _scene.Advance(0);
        SceneState opened = new(new SampleFacts(Count));
        opened.Resize(1920, 1080);
        opened.Insets = default;
        opened.UpdatePositions(positions =>
        {
            for (int i = 0; i < Count; i++)
                positions[i] = At(i);
        });
        opened.Cameras.Restore(_scene.Cameras.State);
        for (int i = 0; i < 300; i++)
            opened.Advance(1 / 60.0);
        Camera whole = Framing.FrameClosely(opened.Cloud.Bounds, opened.Cloud.Inliers, 1920 / 1080f);
        Assert.True(Vector3.Distance(whole.Position, opened.Cameras.Camera.Position) < 2e-3f * opened.Cloud.Bounds.Radius);
    }

    [Fact]
    public void A_dragged_point_stays_under_the_cursor_and_a_rectangle_selects_what_is_seen_in_it()
    {
        SceneFrame frame = _scene.Advance(0);
        Vector2 start = PixelOf(At(7));
        Vector2 cursor = new(601, 277);
        PointDrag drag = PointDrag.Begin(7, [7], _scene.Cloud, frame, new Vector2(Width, Height), start);
        Assert.True(Vector2.Distance(cursor, PixelOf(new Vector4(drag.To(cursor).Positions[0], 0))) < 0.05f);

        _scene.Handle(InputEvent.KeyChanged(Key.LeftControl, true));
        _scene.Handle(InputEvent.CursorMoved(400, 200));
        _scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, true));
        _scene.Handle(InputEvent.CursorMoved(600, 350));
        _scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, false));
        int[] seen = [.. Enumerable.Range(0, Count).Where(i => PixelOf(At(i)) is { X: >= 400 and <= 600, Y: >= 200 and <= 350 })];
        Assert.NotEmpty(seen);
        Assert.Equal(seen, _scene.Selection.Selected.ToArray());
    }

    private static Vector4 At(int i) => new(MathF.Sin(i), MathF.Cos(i * 1.7f), MathF.Sin(i * 0.3f), 0);

    /// <summary>The pixel of a position by the matrices that a renderer gets.</summary>
    private Vector2 PixelOf(Vector4 position)
    {
        SceneFrame frame = _scene.Advance(0);
        Vector4 clip = Vector4.Transform(new Vector4(position.AsVector3(), 1), frame.View * frame.Projection);
        return (new Vector2(clip.X, clip.Y) / clip.W + Vector2.One) * new Vector2(_scene.Width, _scene.Height) / 2;
    }

    /// <summary>The pixel of the cloud's middle.</summary>
    private Vector2 Middle() => PixelOf(new Vector4(_scene.Cloud.Bounds.Centre, 0));

    /// <summary>Every inlier lies between the insets, and in the direction with less room as far from one side as from the other.</summary>
    private void AssertFramed(FrameInsets insets)
    {
        CloudBounds bounds = _scene.Cloud.Bounds;
        Vector2[] pixels =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(At)
                .Where(point => Vector3.Distance(point.AsVector3(), bounds.Centre) <= bounds.Radius)
                .Select(PixelOf),
        ];
        float left = pixels.Min(pixel => pixel.X) - insets.Left;
        float right = Width - insets.Right - pixels.Max(pixel => pixel.X);
        float top = pixels.Min(pixel => pixel.Y) - insets.Top;
        float bottom = Height - insets.Bottom - pixels.Max(pixel => pixel.Y);
        Assert.True(Math.Min(Math.Min(left, right), Math.Min(top, bottom)) > 10, $"{left} {top} {right} {bottom}");
        Assert.InRange(Math.Min(top, bottom), 10, 60);
        Assert.Equal(top, bottom, 3f);
        Assert.Equal(left, right, 0.1f * Width);
    }

    private void AssertInTheMiddle(int point)
    {
        Vector2 pixel = PixelOf(At(point));
        FrameInsets insets = _scene.Insets;
        Assert.Equal((insets.Left + Width - insets.Right) / 2f, pixel.X, 1f);
        Assert.Equal((insets.Top + Height - insets.Bottom) / 2f, pixel.Y, 1f);
    }

    private void Tap(Key key, double seconds = 0)
    {
        _scene.Handle(InputEvent.KeyChanged(key, true));
        for (int i = 0; i < seconds * 60; i++)
            _scene.Advance(1 / 60.0);
        _scene.Handle(InputEvent.KeyChanged(key, false));
        Settle();
    }

    private void Settle()
    {
        for (int i = 0; i < 300; i++)
            _scene.Advance(1 / 60.0);
    }
}
