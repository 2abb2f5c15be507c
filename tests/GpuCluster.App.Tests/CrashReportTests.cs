using System.CommandLine;
using GpuCluster.App.Diagnosis;

namespace GpuCluster.App.Tests;

/// <summary>What is written of a fault of the program, and of a run with --verbose.</summary>
public sealed class CrashReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_report_says_where_and_with_what_and_nothing_of_the_user()
    {
        string crashes = Path.Combine(_folder, "crashes");
        string file = CrashReport.TryWrite(
            crashes,
            Thrown(),
            Parsed(),
            new CrashScene("knn", Path.Combine(_folder, "secret", "gpucluster-scene-1.gpc"))
        )!;
        string text = File.ReadAllText(file);

        Assert.Contains("gpucluster 0.", text);
        Assert.Contains(".NET 10", text);
        Assert.Contains("command: layout --seed", text);
        Assert.Contains("stage: knn", text);
        Assert.Contains("scene: gpucluster-scene-1.gpc", text);
        Assert.Contains("System.InvalidOperationException", text);
        Assert.Contains("System.FormatException", text);
        Assert.Contains(nameof(Fail), text);
        Assert.Contains("ilgpu-cpu", text);
        Assert.DoesNotContain("secret", text);
        Assert.DoesNotContain("4711", text);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(crashes) & ~(UnixFileMode)0b111_000_000);
    }

    [Fact]
    public void The_ten_newest_are_kept()
    {
        for (int i = 0; i < 12; i++)
            File.WriteAllText(Path.Combine(_folder, $"gpucluster-crash-20200101-0000{i:00}-1.txt"), "old");

        string file = CrashReport.TryWrite(_folder, Thrown(), Parsed(), new CrashScene(""))!;

        string[] kept = Directory.GetFiles(_folder);
        Assert.Equal(10, kept.Length);
        Assert.Contains(file, kept);
        Assert.DoesNotContain(kept, path => path.Contains("000002"));
    }

    [Fact]
    public void Where_it_cannot_be_written_there_is_none()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Assert.Null(CrashReport.TryWrite(file, Thrown(), Parsed(), new CrashScene("")));
    }

    [Fact]
    public void A_verbose_run_names_its_log_with_versions_stages_and_the_error()
    {
        Dictionary<string, string> cache = new() { ["XDG_CACHE_HOME"] = _folder };
        GpuClusterProgram run = GpuClusterProgram.Run(
            cache,
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "50",
            "--method",
            "pca",
            "--verbose",
            "--quiet"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        string log = LogOf(run);
        Assert.Contains("gpucluster 0.", log);
        Assert.Contains("--limit 50", log);
        Assert.Contains("init took ", log);
        Assert.EndsWith("exit 0\n", log);

        GpuClusterProgram refused = GpuClusterProgram.Run(cache, "layout", Path.Combine(_folder, "none.npy"), "--verbose");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("none.npy", LogOf(refused));
        Assert.EndsWith("exit 2\n", LogOf(refused));
    }

    private static string LogOf(GpuClusterProgram run)
    {
        string last = run.Error.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("log: ", last);
        return File.ReadAllText(last["log: ".Length..]);
    }

    private static ParseResult Parsed()
    {
        Command layout = new("layout") { new Argument<string>("DATA"), new Option<int>("--seed"), new Option<int>("--limit") };
        RootCommand root = new() { layout };
        return root.Parse(["layout", "/home/secret/photos", "--seed", "4711"]);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            Fail();
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Fail returned");
    }

    private static void Fail() => throw new InvalidOperationException("/home/secret/photos", new FormatException("the secret is 4711"));
}
