using System.Text.Json.Nodes;
using GpuCluster.App.Diagnosis.SelfTests;

namespace GpuCluster.App.Tests;

/// <summary>`selftest`: what it runs on this machine, how a failure shows, and that the model it runs leaves no telemetry.</summary>
public sealed class SelfTestRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-selftest-");

    private string File => Path.Combine(_folder.FullName, "found.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_stage_has_rows_and_the_file_holds_the_same()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("selftest", "--json", "-o", File);

        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        JsonArray rows = run.Json["rows"]!.AsArray();
        Assert.All(rows, row => AssertRow(row!));
        string[] passed = [.. Names(rows, "passed")];
        Assert.Superset(
            new HashSet<string>
            {
                "knn all pairs, vector128, on host",
                "umap epoch, vertex-serial/2, on ilgpu-cpu",
                "umap epoch, edge-atomic/2, on ilgpu-cpu",
                "fuzzy graph on ilgpu-cpu",
                "roofline of host",
                "UMAP of 1000 digits on host",
                "t-SNE of 1000 digits on host",
                "UMAP of 100 digits on ilgpu-cpu",
                "image model on host",
                "provider on host",
                "drawing with validation",
            },
            passed.ToHashSet()
        );
        Assert.StartsWith("CPUExecutionProvider ran ", Reason(rows, "provider on host"));
        Assert.Equal(1, (int)run.Json["copiesThroughHost"]!["epoch"]!);
        Assert.NotEmpty(run.Json["devices"]!["ilgpu"]!.AsArray());
        JsonNode written = JsonNode.Parse(System.IO.File.ReadAllText(File))!;
        Assert.True(JsonNode.DeepEquals(run.Json, written));
        Assert.DoesNotContain(_folder.FullName, run.Out);
    }

    [Fact]
    public void A_part_that_is_not_here_is_skipped_with_its_reason_and_a_quick_test_leaves_out_the_simulators_layouts()
    {
        Dictionary<string, string> noDriver = new()
        {
            ["VK_DRIVER_FILES"] = "/nonexistent.json",
            ["VK_ICD_FILENAMES"] = "/nonexistent.json",
        };

        GpuClusterProgram run = GpuClusterProgram.Run(noDriver, "selftest", "--quick", "--json", "--out-dir", _folder.FullName);

        Assert.True(run.ExitCode == 0, run.Error + run.Out);
        JsonArray rows = run.Json["rows"]!.AsArray();
        Assert.Contains("apt-get install", Reason(rows, "drawing with validation"));
        Assert.Contains("UMAP of 100 digits on ilgpu-cpu", Names(rows, "skipped"));
        Assert.Null(run.Json["copiesThroughHost"]!["epoch"]);
        Assert.True(System.IO.File.Exists(Path.Combine(_folder.FullName, "selftest.json")));
    }

    [Fact]
    public void A_test_that_fails_makes_the_exit_code_1_and_the_others_go_on()
    {
        // The profile of the model's run goes into the folder for temporary files.
        Dictionary<string, string> nowhere = new() { ["TMPDIR"] = "/nonexistent" };

        GpuClusterProgram run = GpuClusterProgram.Run(nowhere, "selftest", "--quick", "--json", "-o", File);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["provider on host"], Names(run.Json["rows"]!.AsArray(), "failed"));
        Assert.Contains($"attach {File}", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public void A_model_leaves_no_telemetry_without_the_launcher()
    {
        string home = _folder.CreateSubdirectory("home").FullName;
        // ONNX Runtime records nothing where CI is set.
        Dictionary<string, string> bare = new()
        {
            ["HOME"] = home,
            ["CI"] = "",
            ["XDG_CACHE_HOME"] = "",
            ["ORT_DISABLE_TELEMETRY"] = "",
        };

        GpuClusterProgram run = GpuClusterProgram.Run(bare, "models", "check", "tiny-clip");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("telemetry", run.Out + run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFiles(home, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void No_number_is_a_failure()
    {
        Assert.Equal(SelfTestState.Failed, SelfTestRow.Compared("x", double.NaN, 1).State);
        Assert.Equal(SelfTestState.Failed, SelfTestRow.Compared("x", 2e-3, 1e-3).State);
        Assert.Equal(SelfTestState.Passed, SelfTestRow.Compared("x", 1e-3, 1e-3).State);
        SelfTestRow thrown = SelfTestRow.Run("x", () => throw new InvalidOperationException("two\nlines"));
        Assert.Equal((SelfTestState.Failed, "two lines"), (thrown.State, thrown.Reason));
        Assert.Throws<OperationCanceledException>(() => SelfTestRow.Run("x", () => throw new OperationCanceledException()));
    }

    private static void AssertRow(JsonNode row)
    {
        Assert.Equal(["name", "state", "reason", "maxRelativeError", "ms"], row.AsObject().Select(pair => pair.Key));
        Assert.Contains((string)row["state"]!, new[] { "passed", "skipped" });
        if ((string)row["state"]! == "skipped")
            Assert.NotEmpty((string)row["reason"]!);
        else
            Assert.True((double)row["ms"]! > 0);
    }

    private static IEnumerable<string> Names(JsonArray rows, string state) =>
        rows.Where(row => (string)row!["state"]! == state).Select(row => (string)row!["name"]!);

    private static string Reason(JsonArray rows, string name) => (string)rows.Single(row => (string)row!["name"]! == name)!["reason"]!;
}
