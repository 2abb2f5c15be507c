using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>A cloud in a real window, worked on with keys, mouse and wheel: selecting, going back in time, comparing, keeping and opening again.</summary>
[Collection("Display")]
public sealed class SceneWindowTests : IDisposable
{
    private static readonly string[] Look = ["--resolution", "1280x720", "--pictures", "off", "--json"];
    private static readonly string[] Short = ["demo", "--limit", "600", "--epochs", "30", "--point-size", "9", .. Look];
    private static readonly string[] Endless = ["demo", "--limit", "600", "--epochs", "1000000", "--point-size", "9", .. Look];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-scene-");
    private readonly XvfbDisplay _display;

    public SceneWindowTests()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        _display = XvfbDisplay.Start(1400, 900);
    }

    public void Dispose()
    {
        _display.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_digit_that_is_clicked_recolours_the_cloud_is_exported_and_undone()
    {
        using LiveProgram demo = Start(Short);
        Picture before = Cloud(demo.LookUntilStill());

        Picture selected = ClickADot(demo, before);
        demo.Press("ctrl+e");
        string csv = InFolder("selection-001.csv");
        demo.LookUntil(_ => File.Exists(csv), "the selection is exported");
        demo.Press("BackSpace");
        LookUntilCloudIs(demo, before, "nothing is selected");
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, selected, "the digit is selected again");
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, before, "the click is undone");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
        string[] lines = File.ReadAllLines(csv);
        Assert.Equal(2, lines.Length);
        Assert.Equal("index,name,label,x,y,z", lines[0]);
        string[] row = lines[1].Split(',');
        int index = int.Parse(row[0], CultureInfo.InvariantCulture);
        Assert.InRange(index, 0, 599);
        Assert.Equal(DigitLabels()[index].ToString(CultureInfo.InvariantCulture), row[2]);
    }

    [Fact]
    public void A_point_under_the_pointer_is_told_of_until_the_pointer_leaves_the_window()
    {
        using LiveProgram demo = Start(Short);
        Picture before = Cloud(demo.LookUntilStill());

        (int x, int y) = FindDot(before);
        demo.PointAt(290 + x, 140 + y);
        demo.LookUntil(picture => Beyond(Cloud(picture), before) > 100, "a card tells of the point");
        LookAway(demo);
        demo.LookUntil(picture => Beyond(Cloud(picture), before) < 20, "the card is gone");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void Isolated_the_rest_turns_grey_but_stays()
    {
        using LiveProgram demo = Start(Short);
        Picture before = Cloud(demo.LookUntilStill());
        Picture selected = ClickADot(demo, before);

        demo.Press("o");
        demo.LookUntil(picture => Cloud(picture).CountColoured() < before.CountColoured() / 10, "all but one are grey");
        Picture isolated = Cloud(demo.LookUntilStill());
        demo.Press("ctrl+z");
        LookUntilCloudIs(demo, selected, "isolation is undone");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
        Assert.True(isolated.CountHues(20) < before.CountHues(20), $"{isolated.CountHues(20)} hues of {before.CountHues(20)}");

        // Faint points have half the radius, so a quarter of the pixels and more where they overlapped, yet all of them are seen.
        Assert.True(Drawn(before) < before.Width * before.Height / 4, $"{Drawn(before)} pixels are not background");
        Assert.True(Drawn(isolated) > Drawn(before) * 0.25, $"{Drawn(isolated)} pixels of {Drawn(before)} are drawn");
    }

    [Fact]
    public void The_timeline_goes_back_to_the_first_epoch_and_returns()
    {
        using LiveProgram demo = Start(Short);
        Picture live = Cloud(demo.LookUntilStill());

        demo.Press("Home");
        LookUntilCloudIsNot(demo, live, "the first epoch is shown");
        Picture first = Cloud(demo.LookUntilStill());
        PressTenTimes(demo, "period");
        LookUntilCloudIsNot(demo, first, "the tenth epoch is shown");
        PressTenTimes(demo, "comma");
        LookUntilCloudIs(demo, first, "the first epoch is shown again");
        demo.Press("End");
        LookUntilCloudIs(demo, live, "the newest epoch is shown");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void The_matrix_opens_zooms_and_leaves_the_cloud_as_it_was()
    {
        using LiveProgram demo = Start(Short);
        Picture before = Cloud(demo.LookUntilStill());

        demo.Press("m");
        demo.LookUntil(picture => Beyond(Cloud(picture), before) > 100_000, "the matrix opens");
        Picture whole = Cloud(demo.LookUntilStill());
        demo.Scroll(560, 400, 3);
        demo.LookUntil(picture => Beyond(Cloud(picture), whole) > 50_000, "the matrix is enlarged");
        LookAway(demo);
        demo.Press("m");
        LookUntilCloudIs(demo, before, "the matrix closes");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void A_scene_that_is_kept_opens_with_the_same_camera_and_selection_and_a_damaged_or_newer_one_is_refused()
    {
        string file = InFolder("scene-001.gpc");
        Picture kept;
        using (LiveProgram demo = Start(Short))
        {
            Picture before = Cloud(demo.LookUntilStill());
            demo.Hold("w", TimeSpan.FromMilliseconds(300));
            LookUntilCloudIsNot(demo, before, "the camera flies");
            kept = ClickADot(demo, Cloud(demo.LookUntilStill()));
            demo.Press("ctrl+s");
            demo.LookUntil(_ => File.Exists(file), "the scene is kept");
            demo.Press("Escape");
            Assert.Equal(0, demo.Finish().ExitCode);
        }

        using (LiveProgram view = Start(["view", file, .. Look]))
        {
            LookUntilCloudIs(view, kept, "the scene is as it was kept");
            view.Press("Escape");
            GpuClusterProgram run = view.Finish();
            Assert.True(run.ExitCode == 0, run.Error);
        }

        string half = InFolder("half.gpc");
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(half, bytes[..(bytes.Length / 2)]);
        View(half).AssertRefused(2, half, "scene");

        string newer = InFolder("newer.gpc");
        File.Copy(file, newer);
        RaiseVersion(newer);
        View(newer).AssertRefused(2, newer, "newer program", "update");
    }

    [Fact]
    public void A_text_recolours_the_cloud_of_a_model_also_in_a_kept_scene_and_pixels_say_that_they_know_none()
    {
        string[] byModel = ["view", GpuClusterProgram.Digits, "--limit", "600", "--epochs", "30", "--point-size", "9", "--model", "tiny-clip", .. Look];
        string file = InFolder("scene-001.gpc");
        using (LiveProgram view = Start(byModel))
        {
            Picture before = view.LookUntilStill();
            WriteAText(view, "a photo of the digit seven");
            LookUntilCloudIsNot(view, Cloud(before), "the text recolours the cloud");
            view.Press("ctrl+s");
            view.LookUntil(_ => File.Exists(file), "the scene is kept");
            view.Press("Escape");
            view.Press("Escape");
            Assert.Equal(0, view.Finish().ExitCode);
        }

        using (LiveProgram view = Start(["view", file, .. Look]))
        {
            Picture before = view.LookUntilStill();
            WriteAText(view, "a photo of the digit one");
            LookUntilCloudIsNot(view, Cloud(before), "the text recolours the kept cloud");
            view.Press("Escape");
            view.Press("Escape");
            Assert.Equal(0, view.Finish().ExitCode);
        }

        using LiveProgram pixels = Start(Short);
        Picture still = pixels.LookUntilStill();
        WriteAText(pixels, "seven");
        pixels.LookUntil(picture => Beyond(picture.Crop(0, 0, 280, 720), still.Crop(0, 0, 280, 720)) > 1_500, "a message says why there is no answer");
        Assert.True(Beyond(Cloud(pixels.Look()), Cloud(still)) < 1_500);
        pixels.Press("Escape");
        pixels.Press("Escape");
        Assert.Equal(0, pixels.Finish().ExitCode);
    }

    [Fact]
    public void A_layout_that_is_kept_unfinished_goes_on_where_it_stopped()
    {
        string file = InFolder("scene-001.gpc");
        int stopped;
        using (LiveProgram demo = Start(Endless))
        {
            demo.Press("space");
            demo.LookUntilStill();
            demo.Press("ctrl+s");
            demo.LookUntil(_ => File.Exists(file), "the scene is kept");
            demo.Press("Escape");
            stopped = (int)demo.Finish().Json["epochs"]!;
        }

        using LiveProgram view = Start(["view", file, .. Look]);
        Picture early = Cloud(view.Look());
        view.LookUntil(picture => !Cloud(picture).ShowsTheSameAs(early), "the cloud moves");
        Thread.Sleep(300);
        view.Press("Escape");
        GpuClusterProgram run = view.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(stopped > 0);
        Assert.True((int)run.Json["epochs"]! > stopped, $"kept at epoch {stopped}, left at {run.Json["epochs"]}");
    }

    [Fact]
    public void As_small_as_a_pixel_and_back_the_picture_is_the_same()
    {
        using LiveProgram demo = Start(Short);
        Picture before = Cloud(demo.LookUntilStill());

        demo.Resize(1, 1);
        demo.LookUntil(picture => (picture.Width, picture.Height) == (1, 1), "the window is a pixel");
        Thread.Sleep(300);
        demo.Resize(1280, 720);
        LookUntilCloudIs(demo, before, "the cloud is back");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(0)]
    public void With_very_many_classes_or_none_a_point_is_selected_and_exported(int classes)
    {
        string layout = LayoutFiles.WriteGrid(_folder, 600, 2);
        if (classes > 0)
        {
            byte[] labels = new byte[600 * 4];
            Buffer.BlockCopy(Enumerable.Range(0, 600).Select(i => i % classes).ToArray(), 0, labels, 0, labels.Length);
            LayoutFiles.Write(_folder, Path.GetFileNameWithoutExtension(layout) + ".labels.npy", "<i4", [600], labels);
        }

        using LiveProgram view = Start(["view", layout, "--point-size", "9", .. Look]);
        Picture before = Cloud(view.LookUntilStill());
        ClickADot(view, before, changed: 20);
        view.Press("ctrl+e");
        string csv = InFolder("selection-001.csv");
        view.LookUntil(_ => File.Exists(csv), "the selection is exported");
        view.Press("Escape");
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

    [Fact]
    public void Put_away_and_brought_back_it_goes_on()
    {
        Assert.SkipWhen(XvfbDisplay.MissingForWindowManager() is not null, XvfbDisplay.MissingForWindowManager() ?? string.Empty);
        _display.StartWindowManager();
        using LiveProgram demo = Start(Endless);

        demo.Minimise();
        demo.LookUntil(_ => !demo.IsOnScreen(), "the window is gone");
        Thread.Sleep(500);
        demo.Restore();
        demo.LookUntil(_ => demo.IsOnScreen(), "the window is back");
        Picture back = demo.LookUntilCloud();
        demo.LookUntil(picture => !Cloud(picture).ShowsTheSameAs(Cloud(back)), "the cloud moves");
        demo.Press("Escape");

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    private static Picture Cloud(Picture window) => window.Crop(290, 140, 700, 430);

    private static int Beyond(Picture one, Picture other) =>
        (one.Width, one.Height) == (other.Width, other.Height) ? ImageComparer.Compare(one.Rgba, other.Rgba, tolerance: 24).PixelsBeyond : int.MaxValue;

    // The edges of points may lie a pixel off: a camera comes to rest from another side.
    private static void LookUntilCloudIs(LiveProgram program, Picture cloud, string what) => program.LookUntil(picture => Beyond(Cloud(picture), cloud) < 1_500, what);

    private static void LookUntilCloudIsNot(LiveProgram program, Picture cloud, string what) => program.LookUntil(picture => Beyond(Cloud(picture), cloud) > 3_000, what);

    private static void PressTenTimes(LiveProgram program, string key)
    {
        for (int i = 0; i < 10; i++)
        {
            program.Press(key);
        }
    }

    // The field below the switch of the panel that compares.
    private static void WriteAText(LiveProgram program, string text)
    {
        program.Click(140, 385);
        program.Type(text);
        program.Press("Return");
        LookAway(program);
    }

    // Under the pointer a point shows its name: outside the window there is none.
    private static void LookAway(LiveProgram program) => program.PointAt(1350, 850);

    /// <summary>Pixels that are not the background.</summary>
    private static int Drawn(Picture cloud)
    {
        uint background = (uint)((cloud.Rgba[0] << 16) | (cloud.Rgba[1] << 8) | cloud.Rgba[2]);
        return (cloud.Width * cloud.Height) - cloud.Count(background, tolerance: 2);
    }

    /// <summary>Clicks the middle of a point that lies free.</summary>
    /// <returns>The cloud then, with nothing under the pointer.</returns>
    private static Picture ClickADot(LiveProgram program, Picture cloud, int changed = 3_000)
    {
        (int x, int y) = FindDot(cloud);
        program.Click(290 + x, 140 + y);
        LookAway(program);
        program.LookUntil(picture => Beyond(Cloud(picture), cloud) > changed, "the click recolours the cloud");
        return Cloud(program.LookUntilStill());
    }

    private static (int X, int Y) FindDot(Picture cloud)
    {
        for (int y = 150; y < cloud.Height - 3; y++)
        {
            for (int x = 3; x < cloud.Width - 3; x++)
            {
                if (cloud.Crop(x - 2, y - 2, 5, 5).CountColoured() == 25)
                {
                    return (x, y);
                }
            }
        }

        throw new InvalidOperationException("no point is seen");
    }

    private static byte[] DigitLabels()
    {
        using FileStream file = File.OpenRead(Path.Combine(GpuClusterProgram.Digits, "t10k-labels-idx1-ubyte.gz"));
        using GZipStream unpacked = new(file, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        unpacked.CopyTo(bytes);
        return bytes.ToArray()[8..];
    }

    private static void RaiseVersion(string scene)
    {
        using ZipArchive archive = ZipFile.Open(scene, ZipArchiveMode.Update);
        ZipArchiveEntry old = archive.GetEntry("scene.json")!;
        string json;
        using (StreamReader reader = new(old.Open()))
        {
            json = reader.ReadToEnd();
        }

        JsonNode document = JsonNode.Parse(json)!;
        document["version"] = 999;
        old.Delete();
        using StreamWriter writer = new(archive.CreateEntry("scene.json", CompressionLevel.NoCompression).Open());
        writer.Write(document.ToJsonString());
    }

    private GpuClusterProgram View(string file) =>
        GpuClusterProgram.Run(new Dictionary<string, string> { ["DISPLAY"] = _display.Name, ["WAYLAND_DISPLAY"] = "" }, "view", file);

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private LiveProgram Start(params string[] arguments)
    {
        LiveProgram program = LiveProgram.Start(_display, [.. arguments, "--out-dir", _folder.FullName]);
        LookAway(program);
        program.LookUntilCloud();
        return program;
    }
}
