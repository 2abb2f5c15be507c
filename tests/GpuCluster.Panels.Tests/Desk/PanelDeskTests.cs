using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Panels.Tests.Desk;

public sealed class PanelDeskTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(40, 30, 1)]
    [InlineData(333, 257, 1)]
    [InlineData(640, 480, 1)]
    [InlineData(1280, 720, 1)]
    [InlineData(2560, 1440, 2)]
    [InlineData(3840, 2160, 3)]
    public void Every_size_of_window_is_drawn_and_nothing_touches_its_edge(int width, int height, float scale)
    {
        foreach (int classes in new[] { 0, 10, 300 })
        {
            using DeskFixture stage = new(
                classes: classes,
                width: width,
                height: height,
                scale: scale,
                name: i => $"a class whose name is far too long to be shown whole, number {i}"
            );
            OverlayBitmap picture = stage.Screenshot();
            stage.Scene.Selection.Select(3);
            stage.Scene.Selection.Hovered = 7;
            picture = stage.Screenshot();
            if (Math.Min(width, height) >= 200)
            {
                Assert.False(picture.TouchesTheEdge(), $"{classes} classes");
                Assert.True(picture.LightPixels(0, 0, width, height) > 200);
            }
        }
    }

    [Fact]
    public void Hidden_panels_cover_nothing_and_hear_nothing()
    {
        using DeskFixture stage = new();
        FrameInsets open = WhenDrawn(stage);
        Assert.True(open is { Left: > 200, Right: > 200, Bottom: > 40 });
        Assert.True(stage.Click(100, 300));
        stage.Panels.IsShown = false;
        Assert.Equal(default, WhenDrawn(stage));
        Assert.False(stage.Click(100, 300));
        stage.Panels.IsShown = true;
        Assert.Equal(open, WhenDrawn(stage));
    }

    [Theory]
    [InlineData(1920, 1080, 1)]
    [InlineData(1280, 720, 1)]
    [InlineData(760, 600, 1)]
    [InlineData(1000, 1400, 1)]
    [InlineData(2560, 1440, 2)]
    public void No_point_of_a_framed_cloud_lies_under_the_desk(int width, int height, float scale)
    {
        using DeskFixture stage = new(width: width, height: height, scale: scale);
        OverlayBitmap picture = stage.Screenshot();
        Assert.Equal(stage.Panels.Insets, stage.Scene.Insets);
        for (int i = 0; i < 300; i++)
            stage.Scene.Advance(1 / 60.0);
        CloudBounds bounds = stage.Scene.Cloud.Bounds;
        PixelProjection pixels = stage.Scene.Pixels;
        int seen = 0;
        stage.Scene.Cloud.Read(positions =>
        {
            foreach (Vector4 position in positions)
            {
                if (Vector3.Distance(position.AsVector3(), bounds.Centre) > bounds.Radius)
                    continue;
                Assert.True(pixels.TryProject(position, out Vector2 pixel));
                Assert.Equal(0, picture[(int)pixel.X, (int)pixel.Y].A);
                seen++;
            }
        });
        Assert.True(seen > 1_900);
    }

    [Fact]
    public void A_long_device_line_leaves_the_space_between_the_docks_free()
    {
        using DeskFixture stage = new();
        stage.Status = stage.Status with { Device = "NVIDIA H100 80GB HBM3 computes, llvmpipe (LLVM 15.0.6, 256 bits) draws" };
        OverlayBitmap picture = stage.Screenshot();
        FrameInsets insets = stage.Panels.Insets;
        Assert.Equal(0, picture.LightPixels(insets.Left + 1, 0, stage.Scene.Width - insets.Right - 1, 200));
        stage.Panels.IsShown = false;
        picture = stage.Screenshot();
        Assert.Equal(0, picture.LightPixels(0, 0, stage.Scene.Width, stage.Scene.Height));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_panel_moves_while_the_cursor_goes_over_points(bool isSelected)
    {
        using DeskFixture stage = new();
        if (isSelected)
            stage.Scene.Selection.Select(3);
        stage.Tell(InputEvent.CursorMoved(640, 300));
        OverlayBitmap before = stage.Screenshot();
        stage.Scene.Selection.Hovered = 7;
        OverlayBitmap hovered = stage.Screenshot();
        FrameInsets insets = stage.Panels.Insets;
        for (int y = 0; y < 720; y++)
        {
            for (int x = 0; x < 1280; x++)
            {
                if (x < insets.Left || x >= 1280 - insets.Right || y >= 720 - insets.Bottom)
                    Assert.True(before[x, y] == hovered[x, y], $"{x}, {y}");
            }
        }

        Assert.True(hovered.LightPixels(645, 305, 900, 500) > before.LightPixels(645, 305, 900, 500) + 50, "the hovered point has a card");
    }

    [Fact]
    public void A_message_covers_no_area_that_the_cloud_is_framed_in()
    {
        using DeskFixture stage = new();
        OverlayBitmap before = stage.Screenshot();
        FrameInsets insets = stage.Panels.Insets;
        stage.Status = stage.Status with { Message = "saved out/picture-001.png" };
        OverlayBitmap shown = stage.Screenshot();
        Assert.Equal(insets, stage.Panels.Insets);
        Assert.Equal(0, shown.LightPixels(insets.Left, insets.Top, 1280 - insets.Right, 720 - insets.Bottom));
        Assert.True(shown.LightPixels(0, 0, 1280, 720) > before.LightPixels(0, 0, 1280, 720) + 50, "the message is shown");
    }

    [Fact]
    public void The_card_of_a_point_is_not_shown_while_a_panel_is_under_the_cursor()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        stage.Tell(InputEvent.CursorMoved(640, 300));
        stage.Scene.Selection.Hovered = 7;
        stage.Screenshot();
        Assert.Equal(7, stage.Scene.Selection.Hovered);

        // The matrix comes up under a cursor that rests, and the answer to an older question about the point comes after it.
        stage.Scene.Matrix.IsShown = true;
        int without = LightBesideCursor();
        Assert.Null(stage.Scene.Selection.Hovered);
        stage.Scene.Selection.Hovered = 7;
        Assert.Equal(without, LightBesideCursor());
        stage.Scene.Matrix.IsShown = false;
        stage.Panels.Update(stage.Status);
        stage.Scene.Selection.Hovered = 7;
        Assert.NotEqual(0, LightBesideCursor());

        int LightBesideCursor() => stage.Screenshot().LightPixels(645, 305, 900, 500);
    }

    [Fact]
    public void The_version_changes_only_when_something_shown_does()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        ulong version = stage.Panels.Version;
        Assert.False(stage.Panels.Update(stage.Status));
        Assert.False(stage.Panels.Update(stage.Status with { FramesPerSecond = 59.8 }));
        Assert.Equal(version, stage.Panels.Version);
        stage.Scene.Selection.Select(5);
        Assert.True(stage.Panels.Update(stage.Status));
        Assert.NotEqual(version, stage.Panels.Version);
    }

    [Fact]
    public void The_keyboard_goes_from_control_to_control_and_back_to_the_scene()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        Assert.False(stage.Press(Key.Space));
        Assert.False(stage.Press(Key.Tab));
        Assert.True(stage.Press(Key.Tab, Key.LeftControl));
        Assert.True(stage.Press(Key.Down));
        Assert.True(stage.Press(Key.Space));
        Assert.True(stage.Press(Key.Escape));
        Assert.False(stage.Press(Key.Space));
    }

    [Fact]
    public void Esc_closes_an_open_list_before_it_quits()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        stage.Panels.UnfoldAll();
        stage.Screenshot();
        int lists = 0;
        for (int place = 0; place < 2 * 90; place++)
        {
            stage.Click(place < 90 ? 140 : 1140, 8 * (place % 90));
            // A field that takes letters takes the blank too.
            bool takesLetters = stage.Press(Key.Space);
            Asks(stage);
            bool isUsed = stage.Press(Key.Escape);
            bool quits = Asks(stage).Exists(request => request is SceneRequest.Quit);
            if (takesLetters || !isUsed)
                continue;
            lists++;
            Assert.False(quits);
        }

        Assert.True(lists > 0, "no list was opened");
        Assert.False(stage.Press(Key.Escape));
    }

    [Fact]
    public void A_drag_that_began_in_the_scene_goes_on_over_panels()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        stage.Tell(InputEvent.CursorMoved(640, 300));
        Assert.False(stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true)));
        Assert.False(stage.Tell(InputEvent.CursorMoved(100, 300)));
        Assert.False(stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false)));
        Assert.True(stage.Tell(InputEvent.CursorMoved(101, 300)));
        Assert.True(stage.Tell(InputEvent.Scrolled(-1)));
    }

    [Fact]
    public void A_control_under_the_cursor_tells_what_it_does()
    {
        using DeskFixture stage = new();
        stage.Screenshot();
        byte[] before = stage.Screenshot().Rgba.ToArray();
        stage.Tell(InputEvent.CursorMoved(1060, 478));
        byte[] over = stage.Screenshot().Rgba.ToArray();
        stage.Tell(InputEvent.CursorMoved(640, 300));
        Assert.False(before.AsSpan().SequenceEqual(over));
        Assert.True(before.AsSpan().SequenceEqual(stage.Screenshot().Rgba));
    }

    private static FrameInsets WhenDrawn(DeskFixture stage)
    {
        stage.Screenshot();
        return stage.Panels.Insets;
    }

    private static List<SceneRequest> Asks(DeskFixture stage)
    {
        List<SceneRequest> all = [];
        while (stage.Scene.TryNextRequest(out SceneRequest? request))
            all.Add(request);
        return all;
    }
}
