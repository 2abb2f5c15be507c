using System.Text.Json;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>Scene files as input of whole programs.</summary>
public sealed class SavedSceneTests : IDisposable
{
    private const int Count = 40;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-kept-");

    private string Scene => Path.Combine(_folder.FullName, "場景.gpc");

    private string Png => Path.Combine(_folder.FullName, "x.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_scene_without_its_data_is_drawn_with_its_own_classes_and_says_so()
    {
        SceneFileWriter.Write(
            Scene,
            Kept() with
            {
                Source = new SceneSource("/nowhere/digits", "digits", new string('0', 64)) { As = MatrixUse.Embedding },
            }
        );

        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("without pictures and similarity", run.Error);
        Assert.True(Screenshot.Load(Png).CountHues(min: 20) >= 2);
    }

    [Fact]
    public void What_was_hidden_stays_hidden()
    {
        SceneFileWriter.Write(Scene, Kept());
        GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8");
        int all = Screenshot.Load(Png).CountColoured();

        SceneFileWriter.Write(Scene, Kept() with { Selection = new SceneSelection { Hidden = [.. Enumerable.Range(0, Count / 2)] } });
        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(Screenshot.Load(Png).CountColoured(), 1, all * 3 / 4);
    }

    [Fact]
    public void A_damaged_scene_is_refused_with_its_name()
    {
        SceneFileWriter.Write(Scene, Kept());
        byte[] bytes = File.ReadAllBytes(Scene);
        File.WriteAllBytes(Scene, bytes[..(bytes.Length / 2)]);

        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("場景.gpc", run.Error);
        Assert.False(File.Exists(Png));
    }

    [Theory]
    [InlineData("cameras", "7")]
    [InlineData("cameras", """{"Bookmarks":null}""")]
    [InlineData("cameras", """{"Mode":99}""")]
    [InlineData("cameras", """{"Camera":{"Position":{"X":1,"Y":2,"Z":3},"Yaw":0,"Pitch":0,"VerticalFov":-1}}""")]
    [InlineData("timeline", """{"Figures":{"Loss":[{"Epoch":5,"Value":1},{"Epoch":4,"Value":1}]}}""")]
    [InlineData("timeline", """{"Stations":[{"Epoch":5,"Name":"a"},{"Epoch":5,"Name":"b"}]}""")]
    [InlineData("timeline", """{"Stations":[{"Epoch":5}]}""")]
    [InlineData("timeline", """{"Stations":null}""")]
    [InlineData("view", "[]")]
    [InlineData("view", """{"EpochsBefore":-1}""")]
    public void A_view_that_cannot_be_is_refused_with_the_file_s_name(string section, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        SceneFileWriter.Write(
            Scene,
            Kept() with
            {
                Sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [section] = document.RootElement },
            }
        );

        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png);

        Assert.True(run.ExitCode == 2, run.Error);
        Assert.Contains("場景.gpc: a damaged scene file", run.Error);
    }

    private static SceneFile Kept() =>
        new(
            "helix",
            new Layout(
                Count,
                3,
                [.. Enumerable.Range(0, Count).SelectMany(i => new[] { MathF.Cos(i * 0.4f), MathF.Sin(i * 0.4f), i * 0.05f })]
            )
        )
        {
            Method = "a helix",
            Labels = new SampleLabels([.. Enumerable.Range(0, Count).Select(i => i * 2 / Count)], ["上", "下"]),
        };
}
