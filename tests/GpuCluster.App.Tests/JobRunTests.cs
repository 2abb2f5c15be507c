using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.Data.Npy;

namespace GpuCluster.App.Tests;

/// <summary>`job` as processes.</summary>
public sealed class JobRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-job-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_workers_share_a_job_and_the_others_take_it_as_data()
    {
        string job = Inside("job"),
            graph = Inside("graph.npz");
        JsonNode created = Json("job", "create", GpuClusterProgram.Digits, "--limit", "600", "--rows", "200", "-k", "10", "-o", job);
        Assert.Equal((600, 3), ((int)created["n"]!, (int)created["shards"]!));
        int units = (int)created["units"]!;
        JsonNode before = Json("job", "status", job);
        Assert.Equal((units, 0), ((int)before["units"]!["total"]!, (int)before["units"]!["done"]!));

        Process[] workers =
        [
            .. Enumerable.Range(0, 2).Select(_ => GpuClusterProgram.Start(new Dictionary<string, string>(), "job", "work", job, "--json")),
        ];
        int done = 0;
        foreach (Process worker in workers)
        {
            GpuClusterProgram run = GpuClusterProgram.Finish(worker);
            Assert.True(run.ExitCode == 0, run.Error);
            done += (int)run.Json["units"]!;
            worker.Dispose();
        }

        Assert.InRange(done, units, 2 * units);
        JsonNode after = Json("job", "status", job);
        Assert.Equal((units, 0, 0), ((int)after["units"]!["done"]!, (int)after["units"]!["running"]!, (int)after["units"]!["failed"]!));
        JsonNode machine = Assert.Single(after["machines"]!.AsArray())!;
        Assert.Equal(done, (int)machine["done"]!);
        Assert.Equal(["units", "rate", "machines"], after.AsObject().Select(member => member.Key));

        JsonNode finished = Json("job", "finish", job, "-o", graph);
        Assert.Equal((600, 10), ((int)finished["n"]!, (int)finished["k"]!));
        Assert.Equal(600, NeighboursFile.Read(graph, 600, CancellationToken.None).Count);

        GpuClusterProgram layout = GpuClusterProgram.Run([
            "layout",
            job,
            "--neighbors",
            "10",
            "--epochs",
            "5",
            "--json",
            "-o",
            Inside("x.npy"),
        ]);
        Assert.True(layout.ExitCode == 0, layout.Error);
        Assert.Equal(600, (int)layout.Json["n"]!);
        GpuClusterProgram duplicates = GpuClusterProgram.Run("duplicates", job, "--threshold", "0.95", "--json");
        Assert.True(duplicates.ExitCode == 0, duplicates.Error);
        GpuClusterProgram report = GpuClusterProgram.Run("report", job, "--epochs", "5", "-o", Inside("x.html"));
        Assert.True(report.ExitCode == 0, report.Error);
    }

    [Fact]
    public void What_cannot_be_done_is_one_line_with_its_remedy()
    {
        string job = Inside("job"),
            manifest = Path.Combine(job, "manifest.json");
        Refused("no job", "job", "work", _folder.FullName);
        Refused("give 20 or less", "job", "create", GpuClusterProgram.Digits, "--limit", "20", "-k", "21", "-o", job);
        Json("job", "create", GpuClusterProgram.Digits, "--limit", "60", "--rows", "30", "-o", job);
        Refused("another job is there", "job", "create", GpuClusterProgram.Digits, "--limit", "61", "-o", job);
        Refused("a job already", "job", "create", job, "-o", Inside("second"));
        Refused("--units 3-1", "job", "work", job, "--units", "3-1");
        Refused("are not finished", "job", "finish", job, "-o", Inside("x.npz"));
        Refused("are not finished", "layout", job, "-o", Inside("x.npy"));
        string text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text.Replace("\"algorithms\": 1", "\"algorithms\": 99", StringComparison.Ordinal));
        Refused("algorithms 99", "job", "work", job);
        File.WriteAllText(manifest, text[..40]);
        Refused("damaged manifest", "job", "work", job);
    }

    private string Inside(string name) => Path.Combine(_folder.FullName, name);

    private static JsonNode Json(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run([.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json;
    }

    private static void Refused(string why, params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
    }
}
