using System.Diagnostics;
using System.Globalization;

namespace GpuCluster.Architecture.Tests;

/// <summary>The launcher: what it says before it builds, how it builds, and that it ends tests that hang, and no slow ones.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-launcher-");

    private string Calls => Path.Combine(_folder.FullName, "calls");

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

    [Fact]
    public void An_old_sdk_is_told_before_anything_is_installed_or_written()
    {
        (int exitCode, string error) = Launch(
            """if [ "$1" = --list-sdks ]; then echo '8.0.404 [/usr/share/dotnet/sdk]'; else echo 8.0.404; fi"""
        );

        Assert.Equal(1, exitCode);
        Assert.Contains("the .NET 10 SDK is needed, and the newest here is 8.0.404", error);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, ".build", "artifacts")));
    }

    [Fact]
    public void Without_a_network_one_line_says_so_and_no_other_way_to_build_is_tried()
    {
        (int exitCode, string error) = Launch(
            """
            if [ "$1" = --list-sdks ]; then echo '10.0.100 [/x]'; fi
            if [ "$1" = publish ]; then
                echo x >>"$CALLS"
                echo 'x.csproj : error NU1301: Unable to load the service index for source https://packages.example/v3/index.json.'
                exit 1
            fi
            """
        );

        Assert.Equal(1, exitCode);
        Assert.Contains("their server does not answer (https://packages.example/v3/index.json): connect to the network", error);
        Assert.DoesNotContain("NU1301", error);
        Assert.Equal("x\n", File.ReadAllText(Calls));
    }

    [Fact]
    public void The_program_is_told_when_it_started_and_the_build_leaves_no_compiler_server()
    {
        (int exitCode, string error) = Launch(
            """
            case $1 in
            --list-sdks) echo '10.0.100 [/x]' ;;
            publish)
                echo "$@" >>"$CALLS"
                sleep 2
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2" && : >"$2/gpucluster.dll"
                ;;
            *gpucluster.dll) echo "$GPUCLUSTER_STARTED $2" >>"$CALLS" ;;
            esac
            """
        );

        Assert.True(exitCode == 0, error);
        string[] lines = File.ReadAllLines(Calls);
        Assert.Contains("-p:UseSharedCompilation=false", lines[0]);
        Assert.Contains("-nodeReuse:false", lines[0]);
        string[] told = lines[1].Split(' ');
        Assert.Equal("devices", told[1]);
        double now = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(now - double.Parse(told[0], CultureInfo.InvariantCulture), 0, 1.9);
    }

    [Fact]
    public void Under_sudo_everything_is_the_callers_also_what_was_roots()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "needs root and setpriv");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "out"));
        File.WriteAllText(Path.Combine(_folder.FullName, "out", "old.png"), "");
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);

        (int exitCode, string error) = Launch(
            """
            case $1 in
            --list-sdks) echo '10.0.100 [/x]' ;;
            publish)
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2" && : >"$2/gpucluster.dll"
                ;;
            *gpucluster.dll) id -u >>"$CALLS" && stat -c %u "$ROOT/out" "$ROOT/out/old.png" "$ROOT/.build" >>"$CALLS" ;;
            esac
            """,
            sudo: true
        );

        Assert.True(exitCode == 0, error);
        Assert.Equal("65534\n65534\n65534\n65534\n", File.ReadAllText(Calls));
    }

    /// <summary>Runs the launcher in a folder of its own, with a made-up dotnet.</summary>
    private (int ExitCode, string Error) Launch(string dotnet, bool sudo = false)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher is a shell script");
        string launcher = Path.Combine(_folder.FullName, "gpucluster"),
            bin = _folder.CreateSubdirectory("bin").FullName;
        File.Copy(Path.Combine(Checkout.Root, "gpucluster"), launcher);
        _folder.CreateSubdirectory("src");
        File.WriteAllText(Path.Combine(bin, "dotnet"), $"#!/bin/sh\n{dotnet}\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(_folder.FullName, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(_folder.FullName, ".globalconfig"), "");
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(Path.Combine(bin, "dotnet"), (UnixFileMode)0b111_101_101);
        ProcessStartInfo start = new("sh", [launcher, "devices"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["CALLS"] = Calls;
        start.Environment["ROOT"] = _folder.FullName;
        start.Environment["SUDO_UID"] = start.Environment["SUDO_GID"] = sudo ? "65534" : null;
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(50)), "it did not end");
        return (process.ExitCode, error);
    }
}
