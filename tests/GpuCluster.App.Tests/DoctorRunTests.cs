using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`doctor`: every part of the machine with its state and remedy; nothing that is missing is an error.</summary>
public sealed class DoctorRunTests
{
    private static readonly string[] Names =
    [
        "processor",
        "memory",
        "sdk",
        "draw",
        "window",
        "compute",
        "models",
        "fonts",
        "jpeg",
        "ffmpeg",
        "cache",
        "output",
    ];

    [Fact]
    public void Each_part_has_a_state_and_what_is_not_ok_a_remedy()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("doctor", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Names, Checks(run).Select(check => (string)check!["name"]!).Distinct());
        foreach (JsonNode? entry in Checks(run))
        {
            JsonNode check = entry!;
            Assert.Contains((string)check["state"]!, new[] { "ok", "missing", "broken" });
            Assert.NotEmpty((string)check["found"]!);
            Assert.Equal((string)check["state"]! != "ok", check["remedy"] is not null);
        }
    }

    [Fact]
    public void What_is_missing_is_named_with_its_package()
    {
        Dictionary<string, string> bare = new()
        {
            ["VK_DRIVER_FILES"] = "/nonexistent.json",
            ["VK_ICD_FILENAMES"] = "/nonexistent.json",
            ["DISPLAY"] = "",
            ["WAYLAND_DISPLAY"] = "",
            ["PATH"] = "/nonexistent",
        };

        GpuClusterProgram run = GpuClusterProgram.Run(bare, "doctor", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        AssertCheck(run, "draw", "missing", "mesa-vulkan-drivers");
        AssertCheck(run, "window", "missing", "graphical session");
        AssertCheck(run, "ffmpeg", "missing", "apt-get install ffmpeg");
        AssertCheck(run, "sdk", "missing", ".NET 10 SDK");
    }

    [Fact]
    public void A_tool_of_another_version_and_a_folder_that_cannot_be_written_are_broken()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string dotnet = Path.Combine(folder, "dotnet");
            File.WriteAllText(dotnet, "#!/bin/sh\necho '8.0.404 [/usr/share/dotnet/sdk]'\n");
            string ffmpeg = Path.Combine(folder, "ffmpeg");
            File.WriteAllText(ffmpeg, "#!/bin/sh\necho 'a library is missing' >&2\nexit 127\n");
            foreach (string tool in new[] { dotnet, ffmpeg })
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Dictionary<string, string> environment = new() { ["PATH"] = $"{folder}:/bin:/usr/bin" };
            GpuClusterProgram run = GpuClusterProgram.Run(environment, "doctor", "--json", "--out-dir", "/proc/nowhere");

            Assert.True(run.ExitCode == 0, run.Error);
            AssertCheck(run, "sdk", "broken", ".NET 10 SDK");
            Assert.StartsWith("8.0.404", (string)Check(run, "sdk")["found"]!);
            AssertCheck(run, "ffmpeg", "broken", "apt-get install ffmpeg");
            Assert.Equal("a library is missing", (string)Check(run, "ffmpeg")["found"]!);
            AssertCheck(run, "output", "broken", "--out-dir");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_text_has_a_line_for_each_part()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("doctor");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("gpucluster 0.", run.Out);
        Assert.All(Names, name => Assert.Contains(run.Out.Split('\n'), line => line.Length > 8 && line[8..].StartsWith(name + " ")));
    }

    private static JsonArray Checks(GpuClusterProgram run) => run.Json["checks"]!.AsArray();

    private static JsonNode Check(GpuClusterProgram run, string name) => Checks(run).First(check => (string)check!["name"]! == name)!;

    private static void AssertCheck(GpuClusterProgram run, string name, string state, string remedy)
    {
        JsonNode check = Check(run, name);
        Assert.Equal(state, (string)check["state"]!);
        Assert.Contains(remedy, (string)check["remedy"]!);
    }
}
