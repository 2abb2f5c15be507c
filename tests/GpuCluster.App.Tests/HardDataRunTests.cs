namespace GpuCluster.App.Tests;

/// <summary>
/// Data that a metric or a layout has trouble with, as a process: constant rows, duplicates by the thousand, parts that nothing joins.
/// </summary>
public sealed class HardDataRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-hard-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("cosine", 0f, "all values 0")]
    [InlineData("correlation", 2.5f, "all values equal")]
    public void Samples_without_a_direction_are_told_and_data_of_them_alone_is_refused(string metric, float value, string words)
    {
        float[] values = Cloud(60, 6, seed: 1);
        values.AsSpan(4 * 6, 6).Fill(value);
        values.AsSpan(9 * 6, 6).Fill(value);

        GpuClusterProgram run = Layout(LayoutFiles.Write(_folder, "some.npy", values, 6), "--metric", metric);

        Assert.Contains($"2 of 60 samples have {words} (row 4 first)", run.Error);
        Array.Fill(values, value);
        GpuClusterProgram
            .Run("layout", LayoutFiles.Write(_folder, "all.npy", values, 6), "--metric", metric)
            .AssertRefused(2, $"metric {metric}", words, "--metric euclidean");
    }

    [Fact]
    public void One_feature_has_no_correlation() =>
        GpuClusterProgram
            .Run("layout", LayoutFiles.Write(_folder, "line.npy", Cloud(50, 1, seed: 2), 1), "--metric", "correlation")
            .AssertRefused(2, "metric correlation", "--metric euclidean");

    [Theory]
    [InlineData("euclidean", "umap")]
    [InlineData("manhattan", "umap")]
    [InlineData("correlation", "umap")]
    [InlineData("euclidean", "tsne")]
    public void Duplicates_by_the_thousand_are_laid_out(string metric, string method)
    {
        float[] three = Cloud(3, 8, seed: 3);
        float[] values = [.. Enumerable.Range(0, 3000).SelectMany(i => three[(i % 3 * 8)..((i % 3 * 8) + 8)])];

        GpuClusterProgram run = Layout(
            LayoutFiles.Write(_folder, "three.npy", values, 8),
            "--metric",
            metric,
            "--method",
            method,
            "--quality"
        );

        Assert.InRange((int)run.Json["quality"]!["strayPoints"]!, 0, 30);
        Assert.Equal(1, (double)run.Json["quality"]!["knnRecall15"]!);
    }

    [Fact]
    public void Parts_that_no_edge_joins_are_laid_out_apart()
    {
        float[] values = Cloud(400, 5, seed: 4);
        for (int i = 0; i < 400; i++)
            values[i * 5] += 1000 * (i % 8);

        string labels = LayoutFiles.Write(_folder, "parts.npy", "|u1", [400], [.. Enumerable.Range(0, 400).Select(i => (byte)(i % 8))]);

        GpuClusterProgram run = Layout(LayoutFiles.Write(_folder, "x.npy", values, 5), "--labels", labels, "--quality");

        Assert.Equal(1, (double)run.Json["quality"]!["knnAccuracy5"]!);
        Assert.InRange((double)run.Json["quality"]!["silhouette"]!, 0.3, 1);
    }

    private GpuClusterProgram Layout(string data, params string[] options)
    {
        string output = Path.Combine(_folder.FullName, "out.csv");
        GpuClusterProgram run = GpuClusterProgram.Run(["layout", data, "--epochs", "100", "--json", "-o", output, .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        string text = File.ReadAllText(output);
        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("∞", text);
        Assert.DoesNotContain("Infinity", text);
        return run;
    }

    private static float[] Cloud(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())];
    }
}
