using System.Diagnostics;
using System.Runtime.Versioning;

namespace GpuCluster.App.Tests;

/// <summary>Ctrl-C ends a command that something outside the program holds, and what it leaves is gone after the next run.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-interruption-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_program_that_never_reads_does_not_hold_a_film()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and scripts of Unix");
        // A stand-in for ffmpeg that writes a little, and neither reads its input nor ends.
        string bin = Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin")).FullName,
            output = Path.Combine(_folder.FullName, "film.mp4");
        string ffmpeg = Path.Combine(bin, "ffmpeg");
        File.WriteAllText(ffmpeg, "#!/bin/sh\nfor last; do :; done\necho part > \"$last\"\nexec sleep 60 > /dev/null 2>&1\n");
        File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Dictionary<string, string> environment = new() { ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}" };
        string spiral = Path.Combine(GpuClusterProgram.Root, "tests", "golden", "spiral.npy");

        using Process process = GpuClusterProgram.Start(environment, "render", spiral, "-o", output, "--resolution", "640x480");
        for (Stopwatch wait = Stopwatch.StartNew(); _folder.GetFiles(".*").Length == 0 && wait.Elapsed.TotalSeconds < 60; )
        {
            Thread.Sleep(20);
        }

        // It blocks as soon as the pipe is full.
        Thread.Sleep(1000);
        Stopwatch clock = Stopwatch.StartNew();
        GpuClusterProgram.Interrupt(process);
        GpuClusterProgram run = GpuClusterProgram.Finish(process);

        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith("interrupted\n", run.Error);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
        Assert.Single(_folder.GetFiles(".*"));

        Assert.Equal(
            0,
            GpuClusterProgram.Run("render", spiral, "-o", Path.Combine(_folder.FullName, "x.png"), "--resolution", "64x48").ExitCode
        );
        Assert.Equal("x.png", Assert.Single(_folder.GetFiles()).Name);
    }
}
