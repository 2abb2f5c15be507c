using System.Diagnostics;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.App.Tests.Documented;

/// <summary>Every command that the README or a help page prints runs as printed, in a folder that looks like a new clone.</summary>
public sealed class DocumentedCommandsTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-documented-");

    private static IReadOnlyList<DocumentedCommand> Printed => [.. DocumentedCommand.OfReadmes(), .. DocumentedCommand.OfHelp()];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Commands_are_found_in_both_places_and_every_rule_is_needed()
    {
        string[] lines = [.. Printed.Select(command => command.Line)];

        Assert.Contains("./gpucluster view assets/mnist", lines);
        Assert.Contains(
            "./gpucluster similar assets/fashion --model tiny-clip --text \"a photo of a sneaker\" -k 24 -o out/sneakers.png",
            lines
        );
        Assert.Contains(lines, line => line.StartsWith("gpucluster label", StringComparison.Ordinal) && line.Contains("--template"));
        Assert.All(lines, line => Assert.DoesNotContain("#", line));
        Assert.Empty(CommandRule.Unused(lines));
        foreach (System.CommandLine.Command command in GpuClusterCommand.Create().Subcommands)
            Assert.Contains(Printed, printed => printed.Where.StartsWith($"gpucluster {command.Name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_printed_command_runs() => Run(isCostly: false);

    [Fact]
    public void Every_printed_command_that_takes_long_runs()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "takes minutes: test --all runs it");
        Run(isCostly: true);
    }

    private void Run(bool isCostly)
    {
        MakeClone();
        List<string> failed = [];
        HashSet<string> done = new(StringComparer.Ordinal);
        foreach (DocumentedCommand command in Printed)
        {
            CommandRule? rule = CommandRule.Of(command.Line);
            if (rule is { Covered: not null } || (rule?.IsCostly ?? false) != isCostly)
                continue;
            string line = rule?.StandIn?.Invoke(command.Line) ?? command.Line;
            if (!done.Add(line.Replace("./gpucluster", "gpucluster", StringComparison.Ordinal)))
                continue;
            long started = Stopwatch.GetTimestamp();
            (int exitCode, string error) = Shell(line);
            output.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds, 6:0.0} s  {command.Where}: {line}");
            if (exitCode != 0)
                failed.Add($"{command.Where}: {line}\n  exit code {exitCode}: {error.Trim()}");
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    // What a clone has, what an earlier command or a key of the window left, and what the user brings.
    private void MakeClone()
    {
        foreach (string name in new[] { "assets", "models" })
            Directory.CreateSymbolicLink(Inside(name), Path.Combine(GpuClusterProgram.Root, name));
        Directory.CreateSymbolicLink(Inside("clip-vit-b32"), Path.Combine(GpuClusterProgram.Root, "models", "tiny-clip"));
        Directory.CreateDirectory(Inside("out"));
        string program = string.Join(' ', GpuClusterProgram.CommandLine().Select(part => $"'{part}'"));
        File.WriteAllText(Inside("gpucluster"), $"#!/bin/sh\nexec {program} \"$@\"\n");
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(Inside("gpucluster"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach ((int number, string name) in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" }.Index())
            WritePhoto(Inside(Path.Combine("photos", name)), number);
        foreach (
            string line in new[]
            {
                "gpucluster layout assets/mnist --limit 200 --epochs 20 -o out/scene-001.gpc",
                "gpucluster layout assets/mnist --limit 5000 --method pca -o out/x.npy",
                "gpucluster embed assets/mnist --limit 20 -o new.npy",
            }
        )
        {
            (int exitCode, string error) = Shell(line);
            Assert.True(exitCode == 0, error);
        }

        File.WriteAllText(
            Inside("out/path-001.json"),
            """
            {"format": "gpucluster camera path", "version": 1, "keyframes": [
              {"seconds": 0, "position": [0, 0, 30], "yaw": 0, "pitch": 0, "fieldOfView": 1},
              {"seconds": 0.5, "position": [0, 5, 30], "yaw": 0.1, "pitch": 0, "fieldOfView": 1}]}
            """
        );
    }

    private (int ExitCode, string Error) Shell(string line)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", line])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DISPLAY"] = null;
        start.Environment["WAYLAND_DISPLAY"] = null;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        GpuClusterProgram run = GpuClusterProgram.Finish(process);
        return (run.ExitCode, run.Error);
    }

    private string Inside(string name) => Path.Combine(_folder.FullName, name);

    private static void WritePhoto(string path, int number)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = File.Create(path);
        byte[] rgba = new byte[48 * 48 * 4];
        new Random(number).NextBytes(rgba);
        PngWriter.Write(file, 48, 48, rgba);
    }
}
