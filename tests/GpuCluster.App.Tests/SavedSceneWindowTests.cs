using System.IO.Compression;
using System.Text.Json.Nodes;
using GpuCluster.Testing;
using static GpuCluster.App.Tests.SceneWindowFixture;

namespace GpuCluster.App.Tests;

/// <summary>A scene in a real window, kept and opened again.</summary>
[Collection("Display")]
public sealed class SavedSceneWindowTests : IDisposable
{
    private readonly SceneWindowFixture _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_scene_that_is_kept_opens_with_the_same_camera_and_selection_and_a_damaged_or_newer_one_is_refused()
    {
        string file = _stage.InFolder("scene-001.gpc");
        Screenshot kept;
        using (LiveProgram demo = _stage.Start(Short))
        {
            Screenshot before = Cloud(demo.LookUntilStill());
            demo.Hold("w", TimeSpan.FromMilliseconds(300));
            LookUntilCloudIsNot(demo, before, "the camera flies");
            kept = ClickADot(demo, Cloud(demo.LookUntilStill()));
            demo.Press("ctrl+s");
            demo.LookUntil(_ => File.Exists(file), "the scene is kept");
            demo.Quit();
            Assert.Equal(0, demo.Finish().ExitCode);
        }

        using (LiveProgram view = _stage.Start(["view", file, .. Look]))
        {
            LookUntilCloudIs(view, kept, "the scene is as it was kept");
            view.Quit();
            GpuClusterProgram run = view.Finish();
            Assert.True(run.ExitCode == 0, run.Error);
        }

        string half = _stage.InFolder("half.gpc");
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(half, bytes[..(bytes.Length / 2)]);
        _stage.View(half).AssertRefused(2, half, "scene");

        string newer = _stage.InFolder("newer.gpc");
        File.Copy(file, newer);
        RaiseVersion(newer);
        _stage.View(newer).AssertRefused(2, newer, "newer program", "update");
    }

    [Fact]
    public void A_text_recolours_the_cloud_of_a_model_also_in_a_kept_scene_and_pixels_say_that_they_know_none()
    {
        string[] byModel =
        [
            "view",
            GpuClusterProgram.Digits,
            "--limit",
            "600",
            "--epochs",
            "30",
            "--point-size",
            "9",
            "--model",
            "tiny-clip",
            .. Look,
        ];
        string file = _stage.InFolder("scene-001.gpc");
        using (LiveProgram view = _stage.Start(byModel))
        {
            Screenshot before = view.LookUntilStill();
            WriteAText(view, "a photo of the digit seven");
            LookUntilCloudIsNot(view, Cloud(before), "the text recolours the cloud");
            view.Press("ctrl+s");
            view.LookUntil(_ => File.Exists(file), "the scene is kept");
            view.Press("Escape");
            view.Quit();
            Assert.Equal(0, view.Finish().ExitCode);
        }

        using (LiveProgram view = _stage.Start(["view", file, .. Look]))
        {
            Screenshot before = view.LookUntilStill();
            WriteAText(view, "a photo of the digit one");
            LookUntilCloudIsNot(view, Cloud(before), "the text recolours the kept cloud");
            view.Press("Escape");
            view.Quit();
            Assert.Equal(0, view.Finish().ExitCode);
        }

        using LiveProgram pixels = _stage.Start(Short);
        Screenshot still = pixels.LookUntilStill();
        WriteAText(pixels, "seven");
        pixels.LookUntil(
            picture => Beyond(picture.Crop(0, 0, 280, 720), still.Crop(0, 0, 280, 720)) > 1_500,
            "a message says why there is no answer"
        );
        Assert.True(Beyond(Cloud(pixels.Look()), Cloud(still)) < 1_500);
        pixels.Press("Escape");
        pixels.Quit();
        Assert.Equal(0, pixels.Finish().ExitCode);
    }

    [Fact]
    public void A_layout_that_is_kept_unfinished_goes_on_where_it_stopped()
    {
        string file = _stage.InFolder("scene-001.gpc");
        int stopped;
        using (LiveProgram demo = _stage.Start(Endless))
        {
            demo.Press("space");
            demo.LookUntilStill();
            demo.Press("ctrl+s");
            demo.LookUntil(_ => File.Exists(file), "the scene is kept");
            demo.Quit();
            stopped = (int)demo.Finish().Json["epochs"]!;
        }

        using LiveProgram view = _stage.Start(["view", file, .. Look]);
        Screenshot early = Cloud(view.Look());
        view.LookUntil(picture => !Cloud(picture).ShowsTheSameAs(early), "the cloud moves");
        Thread.Sleep(300);
        view.Quit();
        GpuClusterProgram run = view.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(stopped > 0);
        Assert.True((int)run.Json["epochs"]! > stopped, $"kept at epoch {stopped}, left at {run.Json["epochs"]}");
    }

    // The field below the switch of the panel that compares.
    private static void WriteAText(LiveProgram program, string text)
    {
        program.Click(140, 527);
        program.Type(text);
        program.Press("Return");
        LookAway(program);
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
}
