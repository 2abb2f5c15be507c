using System.Globalization;
using System.IO.Compression;
using GpuCluster.Testing;
using static GpuCluster.App.Tests.SceneWindowFixture;

namespace GpuCluster.App.Tests;

/// <summary>A cloud in a real window, worked on with keys, mouse and wheel: selecting, going back in time, comparing.</summary>
[Collection("Display")]
public sealed class SceneWindowTests : IDisposable
{
    private readonly SceneWindowFixture _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_digit_that_is_clicked_recolours_the_cloud_is_exported_and_undone()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        Screenshot selected = ClickADot(demo, before);
        demo.Press("ctrl+e");
        string csv = _stage.InFolder("selection-001.csv");
        demo.LookUntil(_ => File.Exists(csv), "the selection is exported");
        demo.Press("BackSpace");
        LookUntilCloudIs(demo, before, "nothing is selected");
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, selected, "the digit is selected again");
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, before, "the click is undone");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
        string[] lines = File.ReadAllLines(csv);
        Assert.Equal(2, lines.Length);
        Assert.Equal("index,label,x,y,z", lines[0]);
        string[] row = lines[1].Split(',');
        int index = int.Parse(row[0], CultureInfo.InvariantCulture);
        Assert.InRange(index, 0, 599);
        Assert.Equal(DigitLabels()[index].ToString(CultureInfo.InvariantCulture), row[1]);
    }

    [Fact]
    public void A_point_under_the_pointer_is_told_of_until_the_pointer_leaves_the_window()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        (int x, int y) = FindDot(before);
        demo.PointAt(290 + x, 140 + y);
        demo.LookUntil(picture => Beyond(Cloud(picture), before) > 100, "a card tells of the point");
        LookAway(demo);
        demo.LookUntil(picture => Beyond(Cloud(picture), before) < 20, "the card is gone");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_wheel_goes_nearer_and_a_saved_picture_has_panels_only_where_asked_for(bool withOverlay)
    {
        using LiveProgram demo = _stage.Start(withOverlay ? [.. Short, "--overlay"] : Short);
        Screenshot window = demo.LookUntilStill();
        Screenshot before = Cloud(window);

        demo.Press("F12");
        string png = _stage.InFolder("picture-001.png");
        demo.LookUntil(_ => File.Exists(png), "the picture is saved");
        demo.Scroll(640, 300, 4);
        LookUntilCloudIsNot(demo, before, "the cloud is nearer");
        LookAway(demo);
        demo.Press("f");
        LookUntilCloudIs(demo, before, "the cloud is framed again");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
        Screenshot saved = Screenshot.Load(png);
        Assert.Equal((1280, 720), (saved.Width, saved.Height));

        // The axes belong to the panels.
        Assert.True(Beyond(Cloud(saved), before) < 1_500, $"{Beyond(Cloud(saved), before)} pixels of the cloud differ");
        Assert.Equal(withOverlay, Beyond(saved.Crop(0, 0, 260, 700), window.Crop(0, 0, 260, 700)) < 2_000);
        Assert.Equal(!withOverlay, saved.Crop(0, 0, 260, 700).Count(0x101014, tolerance: 2) == 260 * 700);
    }

    [Fact]
    public void Isolated_the_rest_turns_grey_but_stays()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());
        Screenshot selected = ClickADot(demo, before);

        demo.Press("o");
        demo.LookUntil(picture => Cloud(picture).CountColoured() < before.CountColoured() / 10, "all but one are grey");
        Screenshot isolated = Cloud(demo.LookUntilStill());
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, selected, "isolation is undone");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
        Assert.True(isolated.CountHues(20) < before.CountHues(20), $"{isolated.CountHues(20)} hues of {before.CountHues(20)}");

        // Faint points have half the radius, so a quarter of the pixels and more where they overlapped, yet all of them are seen.
        Assert.True(Drawn(before) < before.Width * before.Height / 4, $"{Drawn(before)} pixels are not background");
        Assert.True(Drawn(isolated) > Drawn(before) * 0.25, $"{Drawn(isolated)} pixels of {Drawn(before)} are drawn");
    }

    [Fact]
    public void A_filter_that_is_typed_turns_the_rest_grey_and_its_samples_are_tagged_exported_and_read_back()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        demo.Press("ctrl+f");
        demo.LookUntilStill();
        demo.Type("class = 3 or class = 5");
        demo.LookUntilStill();
        demo.Press("Return");
        demo.LookUntil(picture => Cloud(picture).CountColoured() < before.CountColoured() / 2, "the rest is grey");
        demo.Press("Escape");
        demo.Press("ctrl+a");
        demo.Press("alt+2");
        demo.Press("ctrl+t");
        string csv = _stage.InFolder("tags-001.csv");
        demo.LookUntil(_ => File.Exists(csv), "the tags are exported");

        // Unsaved tags are asked about: the first Esc does not quit.
        demo.Press("Escape");
        demo.LookUntilStill();
        demo.Press("ctrl+z");
        demo.Press("ctrl+z");
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, before, "all of it is undone");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
        string[] lines = File.ReadAllLines(csv);
        Assert.Equal("index,label,tag", lines[0]);
        Assert.Equal(601, lines.Length);
        Assert.All(
            lines.Skip(1),
            line => Assert.Equal(line.Split(',')[1] is "3" or "5", line.EndsWith(",remove", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void The_timeline_goes_back_to_the_first_epoch_and_returns()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot live = Cloud(demo.LookUntilStill());

        demo.Press("Home");
        LookUntilCloudIsNot(demo, live, "the first epoch is shown");
        Screenshot first = Cloud(demo.LookUntilStill());
        PressTenTimes(demo, "period");
        LookUntilCloudIsNot(demo, first, "the tenth epoch is shown");
        PressTenTimes(demo, "comma");
        LookUntilCloudIs(demo, first, "the first epoch is shown again");
        demo.Press("End");
        LookUntilCloudIs(demo, live, "the newest epoch is shown");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void The_matrix_opens_zooms_and_leaves_the_cloud_as_it_was()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        demo.Press("m");
        demo.LookUntil(picture => Beyond(Cloud(picture), before) > 100_000, "the matrix opens");
        Screenshot whole = Cloud(demo.LookUntilStill());
        demo.Scroll(560, 400, 3);
        demo.LookUntil(picture => Beyond(Cloud(picture), whole) > 50_000, "the matrix is enlarged");
        LookAway(demo);
        demo.Press("m");
        LookUntilCloudIs(demo, before, "the matrix closes");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(0)]
    public void With_very_many_classes_or_none_a_point_is_selected_and_exported(int classes)
    {
        string layout = LayoutFiles.WriteGrid(_stage.Folder, 600, 2);
        if (classes > 0)
        {
            byte[] labels = new byte[600 * 4];
            Buffer.BlockCopy(Enumerable.Range(0, 600).Select(i => i % classes).ToArray(), 0, labels, 0, labels.Length);
            LayoutFiles.Write(_stage.Folder, Path.GetFileNameWithoutExtension(layout) + ".labels.npy", "<i4", [600], labels);
        }

        using LiveProgram view = _stage.Start(["view", layout, "--point-size", "9", .. Look]);
        Screenshot before = Cloud(view.LookUntilStill());
        ClickADot(view, before, changed: 20);
        view.Press("ctrl+e");
        string csv = _stage.InFolder("selection-001.csv");
        view.LookUntil(_ => File.Exists(csv), "the selection is exported");
        view.Quit();
        GpuClusterProgram run = view.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = File.ReadAllLines(csv);
        Assert.Equal(2, lines.Length);
        string[] row = lines[1].Split(',');
        int column = Array.IndexOf(lines[0].Split(','), "label");
        Assert.Equal(classes > 0, column >= 0);
        if (classes > 0)
        {
            int index = int.Parse(row[0], CultureInfo.InvariantCulture);
            Assert.Equal((index % classes).ToString(CultureInfo.InvariantCulture), row[column]);
        }
    }

    /// <summary>Pixels that are not the background.</summary>
    private static int Drawn(Screenshot cloud)
    {
        uint background = (uint)((cloud.Rgba[0] << 16) | (cloud.Rgba[1] << 8) | cloud.Rgba[2]);
        return (cloud.Width * cloud.Height) - cloud.Count(background, tolerance: 2);
    }

    private static byte[] DigitLabels()
    {
        using FileStream file = File.OpenRead(Path.Combine(GpuClusterProgram.Digits, "t10k-labels-idx1-ubyte.gz"));
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        unpacked.CopyTo(bytes);
        return bytes.ToArray()[8..];
    }
}
