using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`pack`: what it refuses, and that a small pack computes on a system that has nothing but glibc.</summary>
public sealed class PackRunTests : IDisposable
{
    private const long LargestCore = 46_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-pack-");

    private static string Launcher => Path.Combine(GpuClusterProgram.Root, "gpucluster");

    private static string Script => Path.Combine(GpuClusterProgram.Root, "tests", "pack", "bare.sh");

    private string Root => Path.Combine(_folder.FullName, "root");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("give a folder: gpucluster pack -o DIR")]
    [InlineData("-o needs a value", "-o")]
    [InlineData("unknown option --small", "-o", "x", "--small")]
    [InlineData("--runtime osx-x64: use linux-x64, linux-arm64 or win-x64", "-o", "x", "--runtime", "osx-x64")]
    [InlineData("HERE exists; give a new folder", "-o", "HERE")]
    public void Wrong_use_is_refused_before_anything_is_built(string message, params string[] arguments)
    {
        (int exitCode, string output) = Run(Launcher, ["pack", .. arguments.Select(text => text.Replace("HERE", _folder.FullName))]);

        Assert.Equal(2, exitCode);
        Assert.Contains(message.Replace("HERE", _folder.FullName), output);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_small_pack_computes_on_a_system_with_nothing_but_glibc()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "a pack is made in test --all");
        Assert.SkipUnless(Environment.UserName == "root", "only root can make a bare system");
        string pack = Path.Combine(_folder.FullName, "small"),
            archive = pack + ".tar.xz";
        (int exitCode, string output) = Run(Launcher, ["pack", "--core", "-o", pack]);
        Assert.True(exitCode == 0, output);
        Assert.InRange(new FileInfo(archive).Length, 1, LargestCore);

        string result = Bare(archive, "selftest", "--quick", "--json", "-o", "/tmp/selftest.json");
        JsonNode tested = JsonNode.Parse(result.Split('\n')[0])!;
        string layout = Bare(archive, "layout", "/pack/assets/mnist", "--limit", "500", "-o", "/tmp/x.npy");

        Assert.DoesNotContain(tested["rows"]!.AsArray(), row => (string)row!["state"]! == "failed");
        Assert.Contains(tested["rows"]!.AsArray(), row => (string)row!["name"]! == "provider on host" && (string)row["state"]! == "passed");
        Assert.Contains("500 samples in 3-D by umap", layout);
        string parquet = Path.Combine(_folder.FullName, "root", "tmp", "x.parquet");
        File.WriteAllText(parquet, "PAR1");
        (exitCode, output) = Run(Script, [Root, archive, "layout", "/tmp/x.parquet", "-o", "/tmp/y.npy"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("leaves out ParquetSharp", output);
    }

    private string Bare(string archive, params string[] arguments)
    {
        (int exitCode, string output) = Run(Script, [Root, archive, .. arguments]);
        Assert.SkipWhen(exitCode == 77, output);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(14)), "it did not end");
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
