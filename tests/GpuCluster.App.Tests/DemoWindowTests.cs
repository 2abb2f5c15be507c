using System.Text.Json.Nodes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`demo` in a real window on a virtual display, used as a person would.</summary>
[Collection("Display")]
public sealed class DemoWindowTests : IDisposable
{
    private static readonly string[] Endless = ["demo", "--limit", "600", "--epochs", "1000000", "--resolution", "800x600", "--json"];
    private static readonly string[] Short = ["demo", "--limit", "600", "--epochs", "30", "--resolution", "800x600", "--json"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-window-");
    private readonly XvfbDisplay _display;

    public DemoWindowTests()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        _display = XvfbDisplay.Start(1200, 800);
    }

    public void Dispose()
    {
        _display.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_cloud_moves_pauses_steps_goes_on_and_escape_ends_it()
    {
        using LiveProgram demo = LiveProgram.Start(_display, Endless);
        Screenshot early = demo.LookUntilCloud();
        demo.LookUntil(picture => !picture.ShowsTheSameAs(early), "the cloud moves");

        demo.Press("space");
        Screenshot paused = demo.LookUntilStill();
        demo.Press("n");
        demo.LookUntil(picture => !picture.ShowsTheSameAs(paused), "one epoch is seen");
        Screenshot stepped = demo.LookUntilStill();
        demo.Press("space");
        demo.LookUntil(picture => !picture.ShowsTheSameAs(stepped), "it goes on");
        demo.Quit();
        GpuClusterProgram run = demo.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.True((int)json["epochs"]! > 1);
        Assert.True((double)json["firstPictureMs"]! > 0);
        Assert.True((double)json["fpsMedian"]! >= (double)json["fpsMin"]!);
        Assert.True((double)json["fpsMin"]! > 0);
        Assert.True((double)json["seconds"]! * 1000 >= (double)json["firstPictureMs"]!);
    }

    [Fact]
    public void Finished_it_shows_colours_and_help_saves_what_is_seen_and_starts_again()
    {
        using LiveProgram demo = LiveProgram.Start(
            _display,
            [.. Short, "--hint", "off", "--overlay", "--out-dir", Path.Combine(_folder.FullName, "new")]
        );
        demo.LookUntilCloud();
        Screenshot finished = demo.LookUntilStill();
        Assert.True(finished.CountHues(min: 20) >= 5, $"{finished.CountHues(20)} hues");

        demo.Press("h");
        demo.LookUntil(picture => ImageComparer.Compare(finished.Rgba, picture.Rgba, tolerance: 8).PixelsBeyond > 5_000, "help shows");
        demo.Press("h");

        // All that may differ from before is the frame rate, which the first picture after the last epoch brings up to date.
        demo.LookUntil(picture => ImageComparer.Compare(finished.Rgba, picture.Rgba, tolerance: 8).PixelsBeyond < 500, "help goes");
        finished = demo.LookUntilStill();

        demo.Press("F12");
        string file = Path.Combine(_folder.FullName, "new", "picture-001.png");
        demo.LookUntil(_ => File.Exists(file), "the picture is saved");
        Assert.True(Screenshot.Load(file).ShowsTheSameAs(finished), "the saved picture is not what was seen");

        demo.Press("Tab");
        demo.LookUntil(picture => picture.CountHues(20) != finished.CountHues(20), "colours change");

        demo.Press("r");
        demo.Quit();
        GpuClusterProgram run = demo.Finish();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange((int)run.Json["epochs"]!, 0, 30);
        Assert.Contains("picture-001.png", run.Error);
    }

    [Fact]
    public void Restarted_it_runs_to_the_same_end()
    {
        using LiveProgram demo = LiveProgram.Start(_display, Short);
        demo.LookUntilCloud();
        Screenshot first = demo.LookUntilStill().Crop(200, 120, 400, 400);

        demo.Press("r");
        demo.LookUntil(picture => !picture.Crop(200, 120, 400, 400).ShowsTheSameAs(first), "it starts again");
        Screenshot second = demo.LookUntilStill().Crop(200, 120, 400, 400);
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);

        // The camera comes to rest from another side of a thousandth of the cloud's radius: a few edges of points may lie a pixel off.
        ImageDifference difference = ImageComparer.Compare(first.Rgba, second.Rgba, tolerance: 8);
        Assert.True(difference.PixelsBeyond < 400 * 400 / 20, difference.ToString());
    }

    [Fact]
    public void Resized_it_draws_on_in_the_new_size()
    {
        using LiveProgram demo = LiveProgram.Start(_display, [.. Endless, "--out-dir", _folder.FullName]);
        demo.LookUntilCloud();

        foreach ((int width, int height) in new[] { (1100, 700), (333, 257), (640, 480) })
        {
            demo.Resize(width, height);
            Screenshot resized = demo.LookUntil(
                picture => (picture.Width, picture.Height) == (width, height) && picture.CountColoured() > 400,
                "the cloud is drawn in the new size"
            );
            demo.LookUntil(picture => !picture.ShowsTheSameAs(resized), "the cloud moves in the new size");
        }

        demo.Press("F12");
        string file = Path.Combine(_folder.FullName, "picture-001.png");
        demo.LookUntil(_ => File.Exists(file), "the picture is saved");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
        Screenshot saved = Screenshot.Load(file);
        Assert.Equal((640, 480), (saved.Width, saved.Height));
    }

    [Fact]
    public void A_picture_that_cannot_be_saved_does_not_end_the_run()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        using LiveProgram demo = LiveProgram.Start(_display, [.. Short, "--out-dir", file]);
        demo.LookUntilCloud();

        demo.Press("F12");
        demo.LookUntilStill();
        demo.Quit();
        GpuClusterProgram run = demo.Finish();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not saved", run.Error);
    }

    [Fact]
    public void It_exports_for_the_projector_while_it_goes_on()
    {
        using LiveProgram demo = LiveProgram.Start(_display, [.. Endless, "--out-dir", _folder.FullName]);
        demo.LookUntilCloud();

        demo.Press("ctrl+shift+e");
        string exported = Path.Combine(_folder.FullName, "projector-001");
        demo.LookUntil(_ => File.Exists(Path.Combine(exported, "projector_config.json")), "the projector's folder is whole");
        demo.Quit();
        GpuClusterProgram run = demo.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        string[] vectors = File.ReadAllLines(Path.Combine(exported, "vectors.tsv"));
        Assert.Equal(600, vectors.Length);
        Assert.All(vectors, line => Assert.Equal(vectors[0].Split('\t').Length, line.Split('\t').Length));
        Assert.True(vectors[0].Split('\t').Length > 3, "the vectors, not their places in the layout");
        Assert.True(File.Exists(Path.Combine(exported, "metadata.tsv")));
        Assert.True(File.Exists(Path.Combine(exported, "sprite.png")));
    }

    [Fact]
    public void Interrupted_it_ends_with_130()
    {
        using LiveProgram demo = LiveProgram.Start(_display, Endless);
        demo.LookUntilCloud();

        GpuClusterProgram.Interrupt(demo.Process);
        GpuClusterProgram run = demo.Finish();

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("interrupted", run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void Finished_and_left_alone_it_costs_no_processor_time()
    {
        using LiveProgram demo = LiveProgram.Start(_display, Short);
        demo.LookUntilCloud();
        demo.LookUntilStill();

        double before = demo.ProcessorSeconds();
        Thread.Sleep(TimeSpan.FromSeconds(2));
        double used = demo.ProcessorSeconds() - before;

        Assert.True(used < 0.2, $"{used} processor seconds in two seconds of rest");
        demo.Quit();
        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void Asked_to_it_closes_after_the_last_epoch()
    {
        using LiveProgram demo = LiveProgram.Start(_display, [.. Short, "--close-when-finished", "--pace", "max"]);

        GpuClusterProgram run = demo.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(30, (int)run.Json["epochs"]!);
    }
}
