using System.Diagnostics;
using System.Runtime.Versioning;

namespace GpuCluster.App.Tests;

/// <summary>Ctrl-C ends a command that something outside the program holds, and what it leaves is gone after the next run.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-interruption-");

    private static string Spiral => Path.Combine(GpuClusterProgram.Root, "tests", "golden", "spiral.npy");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_program_that_never_reads_does_not_hold_a_film()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and scripts of Unix");
        string output = Path.Combine(_folder.FullName, "film.mp4");
        using Process process = GpuClusterProgram.Start(
            WithFfmpeg("echo part > \"$last\"; exec sleep 60 > /dev/null 2>&1"),
            "render",
            Spiral,
            "-o",
            output,
            "--resolution",
            "640x480"
        );
        for (Stopwatch wait = Stopwatch.StartNew(); _folder.GetFiles(".*").Length == 0 && wait.Elapsed.TotalSeconds < 60; )
            Thread.Sleep(20);

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
            GpuClusterProgram.Run("render", Spiral, "-o", Path.Combine(_folder.FullName, "x.png"), "--resolution", "64x48").ExitCode
        );
        Assert.Equal("x.png", Assert.Single(_folder.GetFiles()).Name);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void An_output_folder_that_goes_during_a_film_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts of Unix");
        string output = Path.Combine(_folder.CreateSubdirectory("films").FullName, "film.mp4");

        GpuClusterProgram
            .Run(
                WithFfmpeg("cat > /dev/null; rm -r \"${last%/*}\""),
                "render",
                Spiral,
                "-o",
                output,
                "--resolution",
                "64x48",
                "--frames",
                "2",
                "--quiet"
            )
            .AssertRefused(2, output, "cannot be written here");
    }

    [Theory]
    [SupportedOSPlatform("linux")]
    [InlineData("cat > /dev/null; printf cut > \"$last\"", "ffmpeg could not write the video: it stopped before the end")]
    [InlineData("cat > /dev/null; echo \"$last: No space left on device\" >&2; exit 1", "no room left on the device")]
    [InlineData("cat > /dev/null; echo \"$last: bad\" >&2; exit 1", "film.mp4: bad")]
    public void A_film_that_was_cut_short_is_refused_and_removed(string script, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts of Unix");
        string output = Path.Combine(_folder.FullName, "film.mp4");
        GpuClusterProgram
            .Run(WithFfmpeg(script), "render", Spiral, "-o", output, "--resolution", "64x48", "--frames", "2", "--quiet")
            .AssertRefused(1, output, reason);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Images_in_a_parquet_need_no_cache_and_their_temporary_folder_goes_with_the_next_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no folder here that never can be written");
        string temporary = _folder.CreateSubdirectory("temporary").FullName;
        string parquet = Path.Combine(GpuClusterProgram.Root, "tests", "GpuCluster.Data.Tests", "fixtures", "bytes.parquet");
        Dictionary<string, string> environment = new() { ["XDG_CACHE_HOME"] = "/proc", ["TMPDIR"] = temporary };
        for (int i = 0; i < 2; i++)
        {
            GpuClusterProgram run = GpuClusterProgram.Run(
                environment,
                "layout",
                parquet,
                "-o",
                Path.Combine(_folder.FullName, "x.npy"),
                "--quiet"
            );

            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(3, Assert.Single(Directory.GetDirectories(temporary, ".gpucluster-*").Select(Directory.GetFiles)).Length);
        }
    }

    // A stand-in for ffmpeg: a script that has the file to write in $last.
    [SupportedOSPlatform("linux")]
    private Dictionary<string, string> WithFfmpeg(string script)
    {
        string folder = _folder.CreateSubdirectory("bin").FullName,
            ffmpeg = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(ffmpeg, $"#!/bin/sh\nfor last; do :; done\n{script}\n");
        File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new() { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" };
    }
}
