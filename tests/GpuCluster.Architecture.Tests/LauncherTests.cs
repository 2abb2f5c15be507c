using System.Diagnostics;

namespace GpuCluster.Architecture.Tests;

/// <summary>The launcher ends a test program that hangs, and no slow one.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-launcher-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("echo begun; sleep 60", 124, "begun\nno output for 2 seconds: it hangs\n")]
    [InlineData("for i in 1 2 3 4 5; do echo $i; sleep 1; done; exit 3", 3, "1\n2\n3\n4\n5\n")]
    [InlineData("echo at once", 0, "at once\n")]
    public void A_program_has_all_the_time_it_needs_while_it_writes(string script, int exitCode, string output)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the launcher is a shell script");
        string log = Path.Combine(_folder.FullName, "log");
        string[] line = [Path.Combine(Checkout.Root, "tests", "while-it-speaks.sh"), "2", log, "sh", "-c", script];
        using Process process = Process.Start(new ProcessStartInfo("sh", line) { UseShellExecute = false })!;

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(50)), "it did not end");

        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal(output, File.ReadAllText(log));
        Assert.Equal(log, Assert.Single(_folder.GetFiles()).FullName);
    }
}
