using GpuCluster.Core.Samples;
using GpuCluster.Panels.Status;
using GpuCluster.Panels.Tests.Desk;
using GpuCluster.Scene;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Panels.Tests;

/// <summary>The images that a window shows while it reads its data.</summary>
public sealed class LoadingImagesTests
{
    private const byte Red = 200,
        Blue = 220;

    [Fact]
    public void The_first_images_stand_below_the_status_in_the_order_in_which_they_come()
    {
        using DeskFixture stage = Loading();
        OverlayBitmap before = stage.Screenshot();
        ulong version = stage.Panels.Version;
        stage.Panels.Loading.Offer(Flat(40, 30, Red, 0));
        stage.Panels.Loading.Offer(Flat(2_000, 1_500, 0, Blue));
        OverlayBitmap after = stage.Screenshot();
        Assert.NotEqual(version, stage.Panels.Version);
        (int redLeft, int redTop, int reds) = Find(after, pixel => pixel is { R: Red, B: 0, A: 255 });
        (int blueLeft, int blueTop, int blues) = Find(after, pixel => pixel is { R: 0, B: Blue, A: 255 });
        Assert.True(reds > 2_000 && blues > 2_000, $"{reds} and {blues} pixels");
        Assert.Equal(redTop, blueTop);
        Assert.True(blueLeft > redLeft);
        for (int y = 0; y < redTop; y++)
        {
            for (int x = 0; x < after.Width; x++)
                Assert.Equal(before[x, y], after[x, y]);
        }
    }

    /// <summary>A million photos cost no more than the first ones.</summary>
    [Fact]
    public void Only_the_first_images_are_kept()
    {
        using DeskFixture stage = Loading();
        Parallel.For(0, 1_000, _ => stage.Panels.Loading.Offer(Flat(8, 8, Red, 0)));
        Assert.Equal(200, stage.Panels.Loading.Count);
        Assert.False(stage.Screenshot().TouchesTheEdge());
        ulong version = stage.Panels.Version;
        stage.Panels.Loading.Offer(Flat(8, 8, Red, 0));
        stage.Panels.Update(stage.Status);
        Assert.Equal(version, stage.Panels.Version);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 40)]
    [InlineData(3840, 2160)]
    public void Any_size_of_window_has_room_for_some_or_none(int width, int height)
    {
        using DeskFixture stage = Loading(width, height);
        stage.Panels.Loading.Offer(Flat(1, 700, Red, 0));
        Assert.Equal(width > 1_000, Find(stage.Screenshot(), pixel => pixel is { R: Red, B: 0, A: 255 }).Count > 0);
    }

    [Fact]
    public void They_go_when_the_cloud_is_there()
    {
        using DeskFixture stage = Loading();
        stage.Panels.Loading.Offer(Flat(40, 40, Red, 0));
        stage.Screenshot();
        stage.Panels.Show(new SceneState(new SampleFacts(3)));
        stage.Panels.Loading.Offer(Flat(40, 40, Red, 0));
        Assert.Equal(0, stage.Panels.Loading.Count);
    }

    private static DeskFixture Loading(int width = 1280, int height = 720)
    {
        DeskFixture stage = new(width: width, height: height);
        stage.Status = new OverlayStatus { Name = "photos", State = RunState.Loading };
        return stage;
    }

    private static DecodedImage Flat(int width, int height, byte red, byte blue)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int at = 0; at < rgba.Length; at += 4)
            (rgba[at], rgba[at + 2], rgba[at + 3]) = (red, blue, byte.MaxValue);
        return new DecodedImage(width, height, rgba);
    }

    // The first row and column with such a pixel, and how many there are.
    private static (int Left, int Top, int Count) Find(OverlayBitmap picture, Func<(byte R, byte G, byte B, byte A), bool> isSuch)
    {
        (int left, int top, int count) = (int.MaxValue, int.MaxValue, 0);
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                if (!isSuch(picture[x, y]))
                    continue;
                (left, top, count) = (Math.Min(left, x), Math.Min(top, y), count + 1);
            }
        }

        return (left, top, count);
    }
}
