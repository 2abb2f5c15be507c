using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`report` from start to page, as a process.</summary>
public sealed class ReportRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Digits_become_one_page_without_a_driver_and_the_json_tells_its_numbers()
    {
        string output = Path.Combine(_folder.FullName, "报告.html");

        GpuClusterProgram run = GpuClusterProgram.Run(
            new Dictionary<string, string> { ["VK_DRIVER_FILES"] = "/nowhere.json", ["VK_ICD_FILENAMES"] = "/nowhere.json" },
            "report", GpuClusterProgram.Digits, "--limit", "500", "--epochs", "50", "--json", "-o", output);

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(500, (int)json["n"]!);
        Assert.False((bool)json["rendered"]!);
        Assert.Equal(500, json["classes"]!.AsArray().Sum(entry => (int)entry!["count"]!));
        Assert.Contains("goes without the rendered picture", run.Error);
        string page = File.ReadAllText(output);
        Assert.Contains("data:image/png;base64,", page);
        Assert.Contains("id=\"cloud\"", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    [Fact]
    public void Names_from_the_data_never_become_marks_and_leaks_are_found()
    {
        const string Hostile = "</script><script>alert('数 😀 \"x\"')</script>";
        string columns = Path.Combine(_folder.FullName, "columns.csv");
        StringBuilder text = new("split\n");
        for (int i = 0; i < 60; i++)
            text.Append('"').Append(i % 2 == 0 ? Hostile.Replace("\"", "\"\"", StringComparison.Ordinal) : "test").Append("\"\n");
        File.WriteAllText(columns, text.ToString());
        string output = Path.Combine(_folder.FullName, "x.html");

        GpuClusterProgram run = GpuClusterProgram.Run("report", GpuClusterProgram.Digits, "--limit", "60", "--columns", columns, "--method", "pca", "--threshold", "0.7", "--json", "-o", output);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True((int)run.Json["leaks"]!["pairs"]! > 0);
        string page = File.ReadAllText(output);
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("&lt;script&gt;alert", page);
    }

    [Fact]
    public void Chromium_draws_the_cloud_and_lists_every_class()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "a browser is started by test --all only");
        string output = Path.Combine(_folder.FullName, "x.html");
        GpuClusterProgram run = GpuClusterProgram.Run("report", GpuClusterProgram.Digits, "--limit", "300", "--method", "pca", "-o", output);
        Assert.True(run.ExitCode == 0, run.Error);
        ProcessStartInfo start = new(
            "chromium",
            ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={Path.Combine(_folder.FullName, "browser")}", "--virtual-time-budget=4000", "--dump-dom", new Uri(output).AbsoluteUri])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using Process browser = Process.Start(start)!;
        string page = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();

        Assert.Contains("data-drawn=\"yes\"", page);
        Assert.Equal(11, page.Split("aria-pressed=\"true\"").Length - 1);
    }

    [Fact]
    public void A_page_of_another_ending_is_refused_before_work() =>
        GpuClusterProgram.Run("report", GpuClusterProgram.Digits, "-o", Path.Combine(_folder.FullName, "x.pdf")).AssertRefused(2, "x.pdf", ".html");
}
