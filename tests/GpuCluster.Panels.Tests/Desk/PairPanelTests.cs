using GpuCluster.Core.Samples;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Pairs;
using GpuCluster.Scene.Selection;
using GpuCluster.Testing;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>Two pictures between the docks.</summary>
public sealed class PairPanelTests : IDisposable
{
    private readonly DeskFixture _stage = new();

    public PairPanelTests()
    {
        _stage.Screenshot();
        _stage.Scene.Selection.Select(PointSet.Of(2_000, 3, 7, 12));
        SceneCommands.Grid.Run(_stage.Scene);
        _stage.Screenshot();
        _stage.Press(Key.U, Key.LeftShift);
    }

    private PairModel Pair => _stage.Scene.Pair;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Two_pictures_their_facts_and_their_difference_look_as_before()
    {
        Show(gap: 6);
        _stage.Scene.Keep.Set(
            [
                [3, 7],
            ],
            [3]
        );
        byte[] actual = DeskFixture.OnBackground(_stage.Screenshot());
        if (Environment.GetEnvironmentVariable("GPUCLUSTER_NEW_GOLDEN") == "1")
        {
            using FileStream file = File.Create(Path.Combine(GoldenImage.Folder, "desk-pair.png"));
            PngWriter.Write(file, _stage.Scene.Width, _stage.Scene.Height, actual);
        }

        (int width, int height, byte[] expected) = GoldenImage.Load("desk-pair.png");
        Assert.Equal((_stage.Scene.Width, _stage.Scene.Height), (width, height));
        ImageDifference difference = ImageComparer.Compare(expected, actual, tolerance: 2);
        Assert.True(difference.PixelsBeyond == 0, $"{difference}");
    }

    [Fact]
    public void Arrows_go_to_the_next_pair_and_Esc_back_to_the_grid_before_it_quits()
    {
        Assert.Equal((true, 3, 7), (Pair.IsShown, Pair.Left, Pair.Right));
        Assert.True(_stage.Press(Key.Right));
        Assert.Equal(12, Pair.Right);
        Assert.True(_stage.Press(Key.Left));
        Assert.Equal(7, Pair.Right);
        Assert.True(_stage.Press(Key.Escape));
        Assert.Equal((false, true), (Pair.IsShown, _stage.Scene.Grid.IsShown));
        Assert.True(_stage.Press(Key.Escape));
        Assert.False(_stage.Scene.Grid.IsShown);
        Assert.False(_stage.Press(Key.Escape));
    }

    [Fact]
    public void Esc_closes_it_when_it_was_opened_from_a_grid_that_had_the_keyboard()
    {
        _stage.Press(Key.Escape);
        _stage.Screenshot();
        _stage.Click(400, 250);
        _stage.Scene.Selection.Select(PointSet.Of(2_000, 3, 7));
        _stage.Press(Key.U, Key.LeftShift);
        Assert.True(Pair.IsShown);
        Assert.True(_stage.Press(Key.Escape));
        Assert.False(Pair.IsShown);
        Assert.True(_stage.Scene.Grid.IsShown);
    }

    [Fact]
    public void The_wheel_zooms_in_all_pictures_dragging_moves_them_and_a_double_click_shows_them_whole()
    {
        Show(gap: 6);
        _stage.Screenshot();
        _stage.Tell(InputEvent.CursorMoved(450, 300));
        Assert.True(_stage.Tell(InputEvent.Scrolled(4)));
        Assert.InRange(Pair.Zoom, 2.4f, 2.5f);
        _stage.Screenshot();
        System.Numerics.Vector2 before = Pair.Centre;
        _stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true));
        _stage.Tell(InputEvent.CursorMoved(430, 300));
        _stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false));
        Assert.True(Pair.Centre.X > before.X);
        Assert.Equal(before.Y, Pair.Centre.Y);
        _stage.Clock.Advance(TimeSpan.FromSeconds(5));
        _stage.Click(450, 300);
        _stage.Click(450, 300);
        Assert.Equal(1, Pair.Zoom);
    }

    [Fact]
    public void A_picture_that_is_gone_says_so_and_the_desk_is_drawn()
    {
        Pair.Set(3, 7, new PairContent(new PairPicture(0, 0, 0) { Fault = "cannot be shown: no such file" }, null, null));
        OverlayBitmap before = _stage.Screenshot();
        Pair.Set(3, 7, new PairContent(new PairPicture(0, 0, 0) { Fault = "other" }, null, null));
        Assert.NotEqual(before.Rgba.ToArray(), _stage.Screenshot().Rgba.ToArray());
    }

    private void Show(byte gap)
    {
        DecodedImage left = Round(800, 600, 0),
            right = Round(400, 300, gap);
        PairPicture Of(DecodedImage picture, long bytes, string format) =>
            new(picture.Width, picture.Height, bytes)
            {
                Format = format,
                Changed = new DateTimeOffset(2024, 5, 6, 7, 8, 0, TimeSpan.Zero),
                Whole = picture,
                Fitted = picture,
            };
        DecodedImage apart = Round(800, 600, 90);
        Pair.Set(
            3,
            7,
            new PairContent(Of(left, 3_456_789, "HEIC"), Of(right, 45_678, "JPEG"), new PairDifference(apart, apart, 8, 1.375, gap))
        );
    }

    private static DecodedImage Round(int width, int height, byte more)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            float x = ((i % width) + 0.5f) / width,
                y = ((i / width) + 0.5f) / height;
            bool isInside = ((x - 0.5f) * (x - 0.5f)) + ((y - 0.5f) * (y - 0.5f)) < 0.16f;
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2], rgba[(i * 4) + 3]) = (
                (byte)((120 * x) + more),
                (byte)(isInside ? 140 : 60),
                (byte)(100 * y),
                255
            );
        }

        return new DecodedImage(width, height, rgba);
    }
}
