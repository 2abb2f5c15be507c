using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.App.Tests;

/// <summary>`clusters` from start to file, as a process.</summary>
public sealed class ClustersRunTests : IDisposable
{
    private const string Digits = "zero;one;two;three;four;five;six;seven;eight;nine";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-clusters-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_models_words_name_the_clusters_that_colour_the_picture()
    {
        string csv = Path.Combine(_folder.FullName, "簇.csv");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "clusters",
            GpuClusterProgram.Digits,
            "--limit",
            "600",
            "--epochs",
            "150",
            "--model",
            "tiny-clip",
            "--classes",
            Digits,
            "--template",
            "a photo of the digit {}",
            "--json",
            "-o",
            csv
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        JsonArray clusters = json["clusters"]!.AsArray();
        Assert.InRange(clusters.Count, 9, 14);
        Assert.Equal(600, clusters.Sum(cluster => (int)cluster!["size"]!) + (int)json["noise"]!);
        Assert.All(clusters, cluster => Assert.Contains((string)cluster!["label"]!, Digits.Split(';')));
        Assert.All(clusters, cluster => Assert.True((double)cluster!["share"]! > 0.8, (string)cluster["name"]!));
        Assert.True((double)json["adjustedRand"]! > 0.85, json.ToJsonString());
        string[][] rows = [.. File.ReadLines(csv).Select(line => line.Split(','))];
        Assert.Equal(["index", "label", "cluster number", "cluster name", "cluster probability"], rows[0]);
        Assert.Equal(601, rows.Length);
        foreach (string[] row in rows[1..])
        {
            int number = int.Parse(row[2], CultureInfo.InvariantCulture);
            Assert.Equal(number < 0 ? "noise" : (string)clusters[number]!["name"]!, row[3]);
            Assert.InRange(float.Parse(row[4], CultureInfo.InvariantCulture), 0, 1);
        }
    }

    [Fact]
    public void The_numbers_of_an_npy_are_read_as_labels()
    {
        string vectors = Path.Combine(_folder.FullName, "x.npy"),
            npy = Path.Combine(_folder.FullName, "c.npy");
        GpuClusterProgram embed = GpuClusterProgram.Run("embed", GpuClusterProgram.Digits, "--limit", "300", "-o", vectors);
        Assert.True(embed.ExitCode == 0, embed.Error);

        GpuClusterProgram run = GpuClusterProgram.Run("clusters", vectors, "--method", "kmeans", "-k", "4", "-o", npy);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("4 clusters of 300 samples", run.Out, StringComparison.Ordinal);
        Dataset dataset = DatasetReader.Read(vectors, new DatasetOptions { LabelsPath = npy }, TestContext.Current.CancellationToken);
        Assert.Equal(["0", "1", "2", "3"], dataset.Labels!.ClassNames.Order());
    }

    [Fact]
    public void Vectors_are_clustered_as_they_are()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "clusters",
            GpuClusterProgram.Digits,
            "--limit",
            "400",
            "--on",
            "embedding",
            "--metric",
            "cosine",
            "--min-size",
            "8",
            "--min-samples",
            "3",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("HDBSCAN on the vectors, cosine, 8 members at least", (string)run.Json["method"]!);
        Assert.Equal(400, run.Json["clusters"]!.AsArray().Sum(cluster => (int)cluster!["size"]!) + (int)run.Json["noise"]!);
    }

    [Fact]
    public void Wrong_use_is_refused_with_the_remedy()
    {
        Refused(["--method", "dbscan"], "--method dbscan", "hdbscan or kmeans");
        Refused(["--on", "pixels"], "--on pixels", "layout or embedding");
        Refused(["--min-size", "1"], "--min-size 1", "2 or more");
        Refused(["--min-samples", "0"], "--min-samples 0");
        Refused(["-k", "0"], "-k 0");
        Refused(["-o", "x.txt"], "x.txt", ".csv or .npy");
        Refused(["--classes", "a;b"], "pixels know no texts", "--model tiny-clip");
        Refused(["--method", "kmeans", "--metric", "cosine"], "metric cosine", "--method hdbscan", "--metric euclidean");
    }

    private static void Refused(string[] options, params string[] words) =>
        GpuClusterProgram.Run(["clusters", GpuClusterProgram.Digits, "--limit", "20", .. options]).AssertRefused(2, words);
}
