using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace GpuCluster.App.Tests;

/// <summary>What `dotnet pack` makes: installed from a local folder, for a user whose home is empty.</summary>
public sealed class PackageRunTests : IDisposable
{
    private const long LargestLibraries = 2_000_000;
    private static readonly string[] Libraries = ["Core", "Compute.Host", "Data", "Embedding", "Pipeline"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-packages-");

    private static string Runtime => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    // Packages of others come from this user's cache, which is only read; ours are not in it.
    private static string UserPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string Project =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{Runtime}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreSources>{Packages}</RestoreSources>
                <RestoreFallbackFolders>{UserPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="GpuCluster.Pipeline" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """;

    private string Packages => Inside("packages");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Libraries_and_tool_install_from_a_folder_and_run_a_sample()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "packages are made in test --all");
        foreach (string library in Libraries)
            Pack($"GpuCluster.{library}", "--no-build");

        FileInfo[] packages = new DirectoryInfo(Packages).GetFiles("*.nupkg");
        Assert.Equal(Libraries.Length, packages.Length);
        Assert.InRange(packages.Sum(package => package.Length), 1, LargestLibraries);
        Assert.All(packages, CheckContent);
        Assert.Equal(Libraries.Length, Directory.GetFiles(Packages, "*.snupkg").Length);

        Directory.CreateDirectory(Inside("own"));
        File.WriteAllText(Inside("own/own.csproj"), Project);
        File.WriteAllText(Inside("own/Program.cs"), Sample() + "\nSystem.Console.WriteLine(layout.Count);\n");
        Assert.Equal("1000", Dotnet(isEmpty: true, "run", "--project", Inside("own/own.csproj"), "-c", "Release").Trim());
        Assert.Equal(Libraries.Length, Directory.GetDirectories(Inside("home/NUGET_PACKAGES"), "gpucluster.*").Length);

        Pack(
            "GpuCluster.App",
            "-p:GpuClusterTool=true",
            $"-p:ToolPackageRuntimeIdentifiers={Runtime}",
            "--artifacts-path",
            Inside("build")
        );
        string tools = Inside("tools");
        Dotnet(isEmpty: true, "tool", "install", "gpucluster", "--tool-path", tools, "--source", Packages);
        string spiral = Path.Combine(GpuClusterProgram.Root, "tests", "golden", "spiral.npy");
        string layout = Run(Path.Combine(tools, "gpucluster"), ["layout", spiral, "--epochs", "20", "-o", Inside("x.npy")], isEmpty: true);
        Assert.Contains("samples in 3-D by umap", layout);
        string version = Dotnet(isEmpty: true, "dnx", "gpucluster", "--source", Packages, "--yes", "--", "--version");
        Assert.StartsWith("0.1.0", version);
    }

    // The one that a package's README shows.
    private static string Sample()
    {
        string[] lines = File.ReadAllLines(Path.Combine(GpuClusterProgram.Root, "src", "PACKAGE.md"));
        return string.Join('\n', lines.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```"));
    }

    private static void CheckContent(FileInfo package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.FullName);
        string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.Contains("README.md", entries);
        Assert.Contains(entries, entry => entry.StartsWith("lib/net10.0/GpuCluster.", StringComparison.Ordinal) && entry.EndsWith(".xml"));
        Assert.DoesNotContain(entries, entry => entry.StartsWith("runtimes/", StringComparison.Ordinal));
        using StreamReader manifest = new(archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec")).Open());
        Assert.Contains(">MIT<", manifest.ReadToEnd());
    }

    private void Pack(string project, params string[] options) =>
        Dotnet(
            isEmpty: false,
            [
                "pack",
                Path.Combine(GpuClusterProgram.Root, "src", project),
                "-c",
                "Release",
                "-o",
                Packages,
                "-nodeReuse:false",
                "-p:NuGetAudit=false",
                "-p:RunAnalyzers=false",
                .. options,
            ]
        );

    private string Dotnet(bool isEmpty, params string[] arguments) => Run("dotnet", arguments, isEmpty);

    private string Run(string program, string[] arguments, bool isEmpty)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        if (isEmpty)
        {
            foreach (string name in new[] { "HOME", "DOTNET_CLI_HOME", "XDG_CACHE_HOME", "NUGET_PACKAGES" })
                start.Environment[name] = Inside($"home/{name}");
            Directory.CreateDirectory(Inside("home/HOME"));
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(GpuClusterProgram.CommandLine()[0]);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(14)), "it did not end");
        Assert.True(process.ExitCode == 0, output + error.GetAwaiter().GetResult());
        return output;
    }

    private string Inside(string name) => Path.Combine(_folder.FullName, name);
}
