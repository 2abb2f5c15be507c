using System.Diagnostics;

namespace GpuCluster.App.Tests;

/// <summary>`layout --checkpoint`: a run that was killed goes on to the bits of one that was not.</summary>
public sealed class CheckpointRunTests : IDisposable
{
    private static readonly Dictionary<string, string> Here = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("gpucluster-checkpoint-").FullName;

    private string Checkpoint => At("state.gpc");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pixels")]
    [InlineData("pca")]
    public void A_killed_run_goes_on_to_the_same_bits(string vectors)
    {
        string[] command = vectors == "pca" ? [.. Layout("500"), "--pca", "10"] : Layout("500");
        GpuClusterProgram whole = GpuClusterProgram.Run([.. command, "-o", At("whole.npy")]);
        Assert.True(whole.ExitCode == 0, whole.Error);

        using Process killed = GpuClusterProgram.Start(
            Here,
            [.. command, "-o", At("never.npy"), "--checkpoint", Checkpoint, "--checkpoint-every", "0"]
        );
        for (Stopwatch wait = Stopwatch.StartNew(); !File.Exists(Checkpoint) && wait.Elapsed.TotalSeconds < 60; )
            Thread.Sleep(5);

        killed.Kill();
        GpuClusterProgram.Finish(killed);
        Assert.False(File.Exists(At("never.npy")), "the run ended before it could be killed: give it more epochs");

        GpuClusterProgram rest = GpuClusterProgram.Run([.. command, "-o", At("rest.npy"), "--checkpoint", Checkpoint, "--threads", "1"]);
        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.Contains($"going on from {Checkpoint}, epoch ", rest.Error);
        Assert.DoesNotContain("epoch 500 of 500", rest.Error);
        Assert.Equal(File.ReadAllBytes(At("whole.npy")), File.ReadAllBytes(At("rest.npy")));

        GpuClusterProgram again = GpuClusterProgram.Run([.. command, "-o", At("again.npy"), "--checkpoint", Checkpoint]);
        Assert.Contains("epoch 500 of 500", again.Error);
        Assert.Equal(File.ReadAllBytes(At("whole.npy")), File.ReadAllBytes(At("again.npy")));
    }

    [Fact]
    public void Another_command_other_data_and_another_scene_are_refused_and_nothing_is_lost()
    {
        float[] values = [.. Enumerable.Range(0, 60 * 4).Select(i => MathF.Sin(i))];
        string data = LayoutFiles.Write(new DirectoryInfo(_folder), "waves.npy", values, 4);
        string[] command = ["layout", data, "--epochs", "5", "--checkpoint", Checkpoint];
        Assert.Equal(0, GpuClusterProgram.Run(command).ExitCode);
        byte[] kept = File.ReadAllBytes(Checkpoint);

        GpuClusterProgram.Run([.. command, "--seed", "7"]).AssertRefused(2, Checkpoint, "--seed 7", "another name");
        values[0] = 9;
        LayoutFiles.Write(new DirectoryInfo(_folder), "waves.npy", values, 4);
        GpuClusterProgram.Run(command).AssertRefused(2, Checkpoint, "other data");
        Assert.Equal(kept, File.ReadAllBytes(Checkpoint));

        string scene = At("scene.gpc");
        Assert.Equal(0, GpuClusterProgram.Run("layout", data, "-o", scene).ExitCode);
        GpuClusterProgram.Run("layout", data, "--checkpoint", scene).AssertRefused(2, scene, "did not write");
        GpuClusterProgram.Run("layout", data, "--checkpoint", At("x.npy")).AssertRefused(2, "x.npy", ".gpc");
        GpuClusterProgram.Run("layout", data, "--checkpoint", At("x.gpc"), "--method", "tsne").AssertRefused(2, "tsne", "umap");
        GpuClusterProgram.Run([.. command, "--checkpoint-every", "-1"]).AssertRefused(2, "--checkpoint-every", "0 or more");
    }

    private static string[] Layout(string epochs) =>
        ["layout", GpuClusterProgram.Digits, "--limit", "1500", "--epochs", epochs, "--seed", "5"];

    private string At(string name) => Path.Combine(_folder, name);
}
