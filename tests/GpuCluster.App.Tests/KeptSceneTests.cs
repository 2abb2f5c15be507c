using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>Scene files as input of whole programs.</summary>
public sealed class KeptSceneTests : IDisposable
{
    private const int Count = 40;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-kept-");

    private string Scene => Path.Combine(_folder.FullName, "場景.gpc");

    private string Png => Path.Combine(_folder.FullName, "x.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_scene_without_its_data_is_drawn_with_its_own_classes_and_says_so()
    {
        SceneFileWriter.Write(Scene, Kept() with { Source = new SceneSource("/nowhere/digits", "digits", new string('0', 64)) { As = MatrixUse.Embedding } });

        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("without pictures and similarity", run.Error);
        Assert.True(Picture.Load(Png).CountHues(least: 20) >= 2);
    }

    [Fact]
    public void What_was_hidden_stays_hidden()
    {
        SceneFileWriter.Write(Scene, Kept());
        GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8", "--plain");
        int all = Picture.Load(Png).CountColoured();

        SceneFileWriter.Write(Scene, Kept() with { Selection = new SceneSelection { Hidden = [.. Enumerable.Range(0, Count / 2)] } });
        GpuClusterProgram run = GpuClusterProgram.Run("render", Scene, "-o", Png, "--resolution", "320x200", "--point-size", "8", "--plain");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(Picture.Load(Png).CountColoured(), 1, all * 3 / 4);
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

    private static SceneFile Kept() => new("helix", new Layout(Count, 3, [.. Enumerable.Range(0, Count).SelectMany(i => new[] { MathF.Cos(i * 0.4f), MathF.Sin(i * 0.4f), i * 0.05f })]))
    {
        Method = "a helix",
        Labels = new SampleLabels([.. Enumerable.Range(0, Count).Select(i => i * 2 / Count)], ["上", "下"]),
    };
}
