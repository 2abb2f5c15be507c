using System.Text.Json.Nodes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`render` of finished layouts into pictures and videos.</summary>
public sealed class RenderRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-render-");
    private readonly string _spiral;

    public RenderRunTests() => _spiral = Path.Combine(GpuClusterProgram.Root, "tests", "golden", "spiral.npy");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_picture_of_a_layout_is_the_golden_one()
    {
        string device = (string)GpuClusterProgram.Run("devices", "--json").Json["chosen"]!["draw"]!["name"]!;
        Assert.SkipUnless(
            device.Contains("llvmpipe", StringComparison.Ordinal),
            $"{device} draws; golden pictures are the software driver's"
        );
        Screenshot actual = Render("--resolution", "480x270", "--point-size", "5", "--camera", "30,-20,0.95", "--color-by", "label");

        string golden = Path.Combine(GoldenImage.Folder, "spiral.png");
        if (Environment.GetEnvironmentVariable("GPUCLUSTER_NEW_GOLDEN") == "1")
            File.Copy(Path.Combine(_folder.FullName, "x.png"), golden, overwrite: true);
        Screenshot expected = Screenshot.Load(golden);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        ImageDifference difference = ImageComparer.Compare(expected.Rgba, actual.Rgba, tolerance: 2);
        Assert.True(difference.PixelsBeyond == 0, difference.ToString());
    }

    [Theory]
    [InlineData("label", 4, 12)]
    [InlineData("auto", 4, 12)]
    [InlineData("order", 3, 12)]
    [InlineData("density", 1, 12)]
    [InlineData("none", 0, 1)]
    public void Colours_mean_what_was_asked_for(string by, int fewestHues, int maxHues)
    {
        Screenshot picture = Render("--resolution", "300x200", "--color-by", by);

        Assert.InRange(picture.CountHues(min: 20), fewestHues, maxHues);
        Assert.True(picture.Rgba.Where((_, i) => i % 4 == 0).Distinct().Count() > 2, "the picture is blank");
    }

    [Fact]
    public void Samples_smooth_edges_and_keep_the_light()
    {
        string[] options = ["--resolution", "300x200", "--point-size", "9", "--color-by", "none"];
        Screenshot hard = Render(options),
            once = Render([.. options, "--samples", "1"]),
            soft = Render([.. options, "--samples", "16"]);

        Assert.True(hard.ShowsTheSameAs(once));
        Assert.True(Colours(soft) > 3 * Colours(hard), $"{Colours(soft)} colours, {Colours(hard)} without");
        Assert.InRange(Light(soft) / Light(hard), 0.98, 1.02);
        // Nothing moves: where a pixel's surroundings are the background, it stays the background.
        Assert.True(ImageComparer.Compare(hard.Rgba, soft.Rgba, tolerance: 200).PixelsBeyond < hard.CountColoured() / 4);

        static int Colours(Screenshot picture) =>
            Enumerable.Range(0, picture.Rgba.Length / 4).Select(pixel => BitConverter.ToUInt32(picture.Rgba, 4 * pixel)).Distinct().Count();
        static double Light(Screenshot picture) => picture.Rgba.Where((_, i) => i % 4 == 1).Sum(level => Math.Pow(level / 255.0, 2.2));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("1.5")]
    [InlineData("boxes")]
    public void Samples_beyond_their_range_are_refused(string samples) =>
        GpuClusterProgram
            .Run("render", _spiral, "-o", Path.Combine(_folder.FullName, "x.png"), "--samples", samples)
            .AssertRefused(2, $"--samples {samples}");

    [Fact]
    public void A_picture_is_clean_and_with_overlay_its_text_covers_no_point()
    {
        Screenshot clean = Render("--resolution", "640x360", "--point-size", "6");
        Screenshot labelled = Render("--resolution", "640x360", "--point-size", "6", "--overlay");

        Assert.Equal(0, Light(clean));
        Assert.True(Light(labelled) > 80, $"{Light(labelled)} pixels of text");
        int uncovered = labelled.Crop(0, 130, 640, 230).CountColoured();
        Assert.True(uncovered > 1_000, $"{uncovered} pixels of the cloud lie below the text");

        static int Light(Screenshot picture) => picture.Crop(0, 0, 320, 120).Count(0xEEEEF2, tolerance: 20);
    }

    [Fact]
    public void Names_stand_in_a_picture_where_they_are_asked_for()
    {
        Screenshot bare = Render("--resolution", "640x360");
        Screenshot off = Render("--resolution", "640x360", "--names", "off");
        Screenshot named = Render("--resolution", "640x360", "--names", "on");

        Assert.True(bare.ShowsTheSameAs(off));
        int changed = ImageComparer.Compare(bare.Rgba, named.Rgba, tolerance: 24).PixelsBeyond;
        Assert.InRange(changed, 200, 12_000);
    }

    [Fact]
    public void The_camera_changes_the_picture_and_zoom_brings_the_cloud_nearer()
    {
        Screenshot front = Render("--resolution", "300x200", "--camera", "0,0,0.5");
        Screenshot side = Render("--resolution", "300x200", "--camera", "90,0,0.5");
        Screenshot near = Render("--resolution", "300x200", "--camera", "0,0,1");

        Assert.False(front.ShowsTheSameAs(side));
        Assert.True(near.CountColoured() > front.CountColoured());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(13, 501)]
    [InlineData(777, 3)]
    public void Every_size_has_its_picture(int width, int height)
    {
        Screenshot picture = Render("--resolution", $"{width}x{height}");

        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("--resolution 0x10", "--resolution 0x10")]
    [InlineData("--resolution 640", "--resolution 640")]
    [InlineData("--resolution 99999x99999", "--resolution 99999x99999")]
    [InlineData("--resolution axb", "--resolution axb")]
    [InlineData("--resolution -4x3", "--resolution -4x3")]
    [InlineData("--camera 1", "--camera 1")]
    [InlineData("--camera 0,90", "--camera 0,90")]
    [InlineData("--camera 0,0,0", "--camera 0,0,0")]
    [InlineData("--camera NaN,0", "--camera NaN,0")]
    [InlineData("--color-by mood", "named mood; use")]
    [InlineData("--filter mood=3", "filter 'mood=3': character 1: there is no column 'mood'; there are")]
    [InlineData("--filter index<", "character 7: a value is missing here")]
    [InlineData("--point-size 0", "--point-size 0")]
    [InlineData("--point-size 65", "--point-size 65")]
    [InlineData("--frames 0", "--frames 0")]
    public void An_impossible_option_is_refused(string options, string expected)
    {
        GpuClusterProgram.Run(["render", _spiral, "-o", Output("x.png"), .. options.Split(' ')]).AssertRefused(2, expected);

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_format_that_is_not_written_is_refused() =>
        GpuClusterProgram.Run("render", _spiral, "-o", Output("x.gif")).AssertRefused(2, "x.gif", ".png or .mp4");

    [Fact]
    public void Colours_by_label_need_labels() =>
        GpuClusterProgram
            .Run("render", LayoutFiles.WriteGrid(_folder, 30, 3), "-o", Output("x.png"), "--quiet", "--color-by", "label")
            .AssertRefused(2, "--labels");

    [Fact]
    public void A_video_turns_once_round()
    {
        Assert.SkipUnless(Ffmpeg.IsPresent, "ffmpeg is not installed");
        string output = Output("x.mp4");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "render",
            _spiral,
            "-o",
            output,
            "--frames",
            "12",
            "--resolution",
            "161x91",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((160, 90, 12), Ffmpeg.Measure(output));
        JsonObject json = run.Json;
        Assert.Equal((output, 161, 91), ((string)json["output"]!, (int)json["width"]!, (int)json["height"]!));
    }

    [Fact]
    public void A_video_without_ffmpeg_says_what_to_install()
    {
        GpuClusterProgram
            .Run(
                new Dictionary<string, string> { ["PATH"] = _folder.FullName },
                "render",
                _spiral,
                "-o",
                Output("x.mp4"),
                "--frames",
                "2",
                "--quiet"
            )
            .AssertRefused(1, "x.mp4", "apt-get install ffmpeg");

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Without_a_driver_the_message_says_what_to_install()
    {
        Dictionary<string, string> noDriver = new()
        {
            ["VK_DRIVER_FILES"] = "/nonexistent.json",
            ["VK_ICD_FILENAMES"] = "/nonexistent.json",
        };

        GpuClusterProgram
            .Run(noDriver, "render", _spiral, "-o", Output("x.png"), "--quiet")
            .AssertRefused(1, "apt-get install", "mesa-vulkan-drivers");

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void Two_dimensions_are_drawn_face_on()
    {
        string output = Output("x.png");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "render",
            LayoutFiles.WriteGrid(_folder, 400, 2),
            "-o",
            output,
            "--resolution",
            "400x400",
            "--point-size",
            "5"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("epochs", run.Error);

        // A square grid seen face-on: left and right half hold equally many coloured pixels, and so do the upper and the lower.
        Screenshot picture = Screenshot.Load(output);
        Assert.InRange(picture.CountColoured(), 4_000, 16_000);
        Assert.Equal(picture.Crop(0, 0, 200, 400).CountColoured(), picture.Crop(200, 0, 200, 400).CountColoured(), 500d);
        Assert.Equal(picture.Crop(0, 0, 400, 200).CountColoured(), picture.Crop(0, 200, 400, 200).CountColoured(), 500d);
    }

    private string Output(string name) => Path.Combine(_folder.FullName, name);

    private Screenshot Render(params string[] options)
    {
        string output = Output("x.png");
        GpuClusterProgram run = GpuClusterProgram.Run(["render", _spiral, "-o", output, .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return Screenshot.Load(output);
    }
}
