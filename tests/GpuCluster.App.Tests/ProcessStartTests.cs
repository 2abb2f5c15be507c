using GpuCluster.App.CommandLine;

namespace GpuCluster.App.Tests;

/// <summary>Seconds are those of the program, also where a launcher built it first in the same process.</summary>
public sealed class ProcessStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(234.0, "1000.50", 1001.1, 0.6)]
    [InlineData(0.6, null, 1001.1, 0.6)]
    [InlineData(0.6, "900", 1001.1, 0.6)]
    [InlineData(0.6, "1002", 1001.1, 0.6)]
    [InlineData(0.6, "soon", 1001.1, 0.6)]
    [InlineData(0.6, "1001", null, 0.6)]
    [InlineData(-3.0, null, null, 0.0)]
    public void The_age_of_the_program_leaves_out_what_came_before_it(double process, string? launched, double? uptime, double expected) =>
        Assert.Equal(expected, ProcessStart.AgeOf(process, launched, uptime), 9);

    [Fact]
    public void The_seconds_of_a_run_do_not_count_what_a_shell_did_before()
    {
        string program = string.Join(
            ' ',
            GpuClusterProgram
                .CommandLine("layout", LayoutFiles.WriteGrid(_folder, 20, 3), "--as", "layout", "--json")
                .Select(part => $"'{part}'")
        );
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo(
                "sh",
                ["-c", $"sleep 6; read -r {ProcessStart.Variable} _ </proc/uptime; export {ProcessStart.Variable}; exec {program}"]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        GpuClusterProgram run = GpuClusterProgram.Finish(process);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange((double)run.Json["seconds"]!["total"]!, 0.01, 5.9);
    }
}
