using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>The sheet of pictures between the docks.</summary>
public sealed class GridPanelTests : IDisposable
{
    private readonly DeskFixture _stage = new();

    public GridPanelTests()
    {
        _stage.Screenshot();
        SceneCommands.Grid.Run(_stage.Scene);
        _stage.Screenshot();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_click_selects_a_picture_and_shift_adds_another()
    {
        Assert.True(_stage.Click(400, 250));
        int first = _stage.Scene.Selection.Focus!.Value;
        Assert.InRange(first, 0, 40);
        _stage.Tell(InputEvent.KeyChanged(Key.LeftShift, isDown: true));
        _stage.Click(640, 250);
        _stage.Tell(InputEvent.KeyChanged(Key.LeftShift, isDown: false));
        Assert.Equal(2, _stage.Scene.Selection.Count);
        Assert.Equal(2_000, _stage.Scene.Grid.Samples.Count);
    }

    [Fact]
    public void Wheel_and_keys_scroll_to_the_last_picture()
    {
        _stage.Tell(InputEvent.CursorMoved(400, 250));
        for (int i = 0; i < 500; i++)
            Assert.True(_stage.Tell(InputEvent.Scrolled(-5)));
        _stage.Screenshot();
        _stage.Click(400, 250);
        Assert.InRange(_stage.Scene.Selection.Focus!.Value, 1_900, 1_999);

        _stage.Press(Key.End);
        Assert.Equal(1_999, _stage.Scene.Selection.Focus);
        _stage.Press(Key.Home);
        Assert.Equal(0, _stage.Scene.Selection.Focus);
        _stage.Press(Key.Right);
        Assert.Equal(1, _stage.Scene.Selection.Focus);
    }

    [Fact]
    public void Pictures_that_are_not_seen_are_not_read()
    {
        long before = _stage.Thumbnails.Reads;
        _stage.Screenshot();
        Assert.InRange(_stage.Thumbnails.Reads, 10, 200);
        Assert.Equal(before, _stage.Thumbnails.Reads);
    }

    /// <summary>The cloud is not drawn below the opaque part of the sheet: nothing may shine through there.</summary>
    [Theory]
    [InlineData(1280, 720)]
    [InlineData(760, 600)]
    [InlineData(3840, 2160)]
    public void The_sheet_is_opaque_but_for_its_rim(int width, int height)
    {
        using DeskFixture stage = new(width: width, height: height);
        stage.Screenshot();
        Assert.Null(stage.Panels.Opaque);
        SceneCommands.Grid.Run(stage.Scene);
        stage.Scene.Selection.Hovered = 3;
        stage.Tell(InputEvent.CursorMoved(width / 2f, height / 2f));
        OverlayBitmap picture = stage.Screenshot();
        OverlayArea sheet = Assert.NotNull(stage.Panels.Opaque);
        Assert.True(sheet.Width * sheet.Height > width * height / 5, $"{sheet}");
        for (int y = sheet.Y; y < sheet.Y + sheet.Height; y++)
        {
            for (int x = sheet.X; x < sheet.X + sheet.Width; x++)
                Assert.True(picture[x, y].A == byte.MaxValue, $"{x}, {y}");
        }

        stage.Scene.Grid.Close();
        stage.Screenshot();
        Assert.Null(stage.Panels.Opaque);
    }

    [Fact]
    public void Esc_closes_it_before_it_quits()
    {
        Assert.True(_stage.Press(Key.Escape));
        Assert.False(_stage.Scene.Grid.IsShown);
        Assert.False(_stage.Press(Key.Escape));
    }
}
