using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`bench`: what it prints. How fast anything is, no test asks.</summary>
public sealed class BenchRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-bench-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Knn_tells_its_size_and_operations()
    {
        JsonObject json = Bench("knn", GpuClusterProgram.Digits, "--limit", "300", "-k", "15", "--runs", "2", "--threads", "2");

        Assert.Equal(["n", "d", "k", "msMedian", "gflops", "device"], json.Select(pair => pair.Key));
        Assert.Equal((300, 784, 15, "host"), ((int)json["n"]!, (int)json["d"]!, (int)json["k"]!, (string)json["device"]!));

        // Both are rounded for reading, hence the share of a hundredth.
        double operations = (double)json["gflops"]! * (double)json["msMedian"]! * 1e6;
        Assert.Equal(2.0 * 300 * 300 * 784, operations, 2.0 * 300 * 300 * 784 / 100);
    }

    [Fact]
    public void Layout_tells_its_runs()
    {
        JsonObject json = Bench("layout", GpuClusterProgram.Digits, "--limit", "200", "--epochs", "10", "--runs", "3");

        Assert.Equal(["n", "runs", "msMedian", "msMin", "msMax", "device"], json.Select(pair => pair.Key));
        Assert.Equal((200, 3, "host"), ((int)json["n"]!, (int)json["runs"]!, (string)json["device"]!));
        AssertOrdered(json);
    }

    [Fact]
    public void Render_tells_its_picture_and_device()
    {
        JsonObject json = Bench("render", "--points", LayoutFiles.WriteGrid(_folder, 500, 3), "--point-size", "3", "--frames", "3");

        Assert.Equal(["n", "pointSize", "width", "height", "msMedian", "msMin", "msMax", "device"], json.Select(pair => pair.Key));
        Assert.Equal((500, 3, 1280, 720), ((int)json["n"]!, (int)json["pointSize"]!, (int)json["width"]!, (int)json["height"]!));
        Assert.NotEmpty((string)json["device"]!);
        AssertOrdered(json);
    }

    [Fact]
    public void Render_needs_three_dimensions() =>
        GpuClusterProgram.Run("bench", "render", "--points", LayoutFiles.WriteGrid(_folder, 50, 2), "--quiet").AssertRefused(2, "(N, 3)");

    [Theory]
    [InlineData("knn", "-k", "0")]
    [InlineData("knn", "--runs", "0")]
    [InlineData("layout", "--runs", "-1")]
    public void An_impossible_number_is_refused(string command, string option, string value) =>
        GpuClusterProgram.Run("bench", command, GpuClusterProgram.Digits, option, value).AssertRefused(2, $"{option} {value}");

    [Fact]
    public void Regress_shows_a_row_beside_what_was_recorded_of_it()
    {
        string records = Path.Combine(_folder.FullName, "regress.csv");
        File.WriteAllText(records, "2.5,another row\n");

        JsonObject first = Bench("regress", "--rows", "start", "--records", records, "--record");
        Assert.Null(first["rows"]![0]!["recorded"]);
        Assert.True((double)first["rows"]![0]!["seconds"]! > 0);
        string ratio = $"{(double)first["rows"]![0]!["ratio"]!:0.000}";
        Assert.Equal($"2.500,another row\n{ratio},start\n", File.ReadAllText(records));

        JsonObject second = Bench("regress", "--rows", "start", "--records", records);
        Assert.Equal((double)first["rows"]![0]!["ratio"]!, (double)second["rows"]![0]!["recorded"]!, 1e-9);
        Assert.Equal($"2.500,another row\n{ratio},start\n", File.ReadAllText(records));
    }

    [Fact]
    public void Regress_refuses_what_it_does_not_know()
    {
        string records = Path.Combine(_folder.FullName, "regress.csv");
        GpuClusterProgram.Run("bench", "regress", "--rows", "stop", "--records", records).AssertRefused(2, "--rows stop", "start");
        File.WriteAllText(records, "1.0,start\nfast\n");
        GpuClusterProgram.Run("bench", "regress", "--rows", "start", "--records", records).AssertRefused(2, records, "line 2");
    }

    private static void AssertOrdered(JsonObject json)
    {
        Assert.InRange((double)json["msMedian"]!, (double)json["msMin"]!, (double)json["msMax"]!);
        Assert.True((double)json["msMin"]! > 0);
    }

    private static JsonObject Bench(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(["bench", .. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json;
    }
}
