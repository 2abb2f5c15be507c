using System.Text.Json.Nodes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`demo` where there is no display: the same run into files.</summary>
public sealed class DemoOffscreenTests : IDisposable
{
    private static readonly Dictionary<string, string> NoDisplay = new() { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "" };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-demo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_run_is_drawn_into_files_and_told()
    {
        string folder = Path.Combine(_folder.FullName, "made", "here");

        GpuClusterProgram run = GpuClusterProgram.Run(
            NoDisplay,
            "demo",
            "--limit",
            "600",
            "--epochs",
            "40",
            "--resolution",
            "641x359",
            "--json",
            "--out-dir",
            folder
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(40, (int)json["epochs"]!);
        Assert.InRange((double)json["firstPictureMs"]!, 1, (double)json["seconds"]! * 1000);
        Assert.InRange((double)json["fpsMin"]!, double.Epsilon, (double)json["fpsMedian"]!);
        Assert.Contains("no display", run.Error);
        string[] expected = Ffmpeg.IsPresent ? ["demo.mp4", "demo.npy", "demo.png"] : ["demo.npy", "demo.png"];
        Assert.Equal(expected, Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string name in expected)
            Assert.Contains(name, run.Error);

        Assert.Equal(128 + (600 * 3 * 4), new FileInfo(Path.Combine(folder, "demo.npy")).Length);
        Screenshot picture = Screenshot.Load(Path.Combine(folder, "demo.png"));
        Assert.Equal((641, 359), (picture.Width, picture.Height));

        // The middle, without legend and text: the cloud itself.
        Screenshot cloud = picture.Crop(120, 90, 380, 260);
        Assert.InRange(cloud.CountColoured(), 1000, 380 * 260 / 2);
        Assert.True(cloud.CountHues(min: 20) >= 5, $"{cloud.CountHues(20)} hues");
        if (Ffmpeg.IsPresent)
        {
            // H.264 halves the colour's resolution, so that its sides are even.
            Assert.Equal((640, 358, 390), Ffmpeg.Measure(Path.Combine(folder, "demo.mp4")));
        }
    }

    [Fact]
    public void Interrupted_it_ends_with_130_and_leaves_nothing_half_written()
    {
        using System.Diagnostics.Process process = GpuClusterProgram.Start(
            NoDisplay,
            "demo",
            "--limit",
            "600",
            "--out-dir",
            _folder.FullName
        );
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("init", StringComparison.Ordinal)) { }

        // The film begins: wait for its first bytes where there is ffmpeg.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        GpuClusterProgram.Interrupt(process);
        GpuClusterProgram run = GpuClusterProgram.Finish(process);

        Assert.True(run.ExitCode == 130, run.Error);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused_before_the_work()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        GpuClusterProgram.Run(NoDisplay, "demo", "--limit", "100", "--quiet", "--out-dir", file).AssertRefused(2, file, "folder");
    }
}
