using System.Text.Json.Nodes;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;

namespace GpuCluster.App.Tests;

/// <summary>Vectors reduced to principal components (`--pca K`) and what components explain, as a process.</summary>
public sealed class ComponentsRunTests : IDisposable
{
    private const int N = 300,
        D = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-components-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_components_explain_is_what_scikit_learn_says()
    {
        // scikit-learn 1.2.1, PCA(20, svd_solver="full") of the same 2,000 digits.
        double[] expected =
        [
            0.097137,
            0.075583,
            0.059103,
            0.049987,
            0.047551,
            0.039531,
            0.032498,
            0.028057,
            0.026705,
            0.022148,
            0.02167,
            0.02128,
            0.017355,
            0.016603,
            0.015778,
            0.014503,
            0.013636,
            0.01344,
            0.011935,
            0.011857,
        ];
        JsonNode told = Run("layout", GpuClusterProgram.Digits, "--limit", "2000", "--pca", "20", "--epochs", "1", "--json").Json["pca"]!;
        Assert.Equal(20, (int)told["components"]!);
        Assert.Equal(0.636357, (double)told["explainedVariance"]!, 1e-5);
        Assert.All(told["shares"]!.AsArray().Zip(expected), pair => Assert.Equal(pair.Second, (double)pair.First!, 2e-6));

        GpuClusterProgram pca = Run("layout", GpuClusterProgram.Digits, "--limit", "2000", "--method", "pca");
        Assert.Contains("3 principal components of 784 features explain", pca.Out);
    }

    [Fact]
    public void Neighbours_are_searched_among_components_and_the_layout_is_judged_by_the_vectors()
    {
        string data = Noisy("x.npy", N),
            labels = LayoutFiles.Write(_folder, "labels.npy", "|u1", [N], [.. Enumerable.Range(0, N).Select(i => (byte)(i % 3))]);
        string[] shared = ["layout", data, "--labels", labels, "--quality", "--json"];
        JsonObject whole = Run(shared).Json,
            reduced = Run([.. shared, "--pca", "4"]).Json;

        // Three classes apart in two features and noise in all others: components leave the noise out.
        double among = (double)reduced["quality"]!["knnAccuracy5"]!;
        Assert.InRange(among, 0.93, 1);
        Assert.InRange((double)whole["quality"]!["knnAccuracy5"]!, 0.3, among - 0.05);
        Assert.Equal(D, (int)reduced["features"]!);
        Assert.InRange((double)reduced["quality"]!["knnRecall15"]!, 0.05, 0.6);
        Assert.Equal(1, (double)whole["quality"]!["knnRecall15"]!);
        Assert.Equal(1, (double)reduced["knn"]!["recall"]!);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        string data = Noisy("x.npy", N);
        byte[] Layout(string threads)
        {
            string output = Path.Combine(_folder.FullName, $"{threads}.npy");
            Run("layout", data, "--pca", "10", "--threads", threads, "--epochs", "60", "-o", output);
            return File.ReadAllBytes(output);
        }

        Assert.Equal(Layout("1"), Layout("3"));
    }

    [Fact]
    public void Methods_share_the_components_and_pca_tells_its_own()
    {
        GpuClusterProgram run = Run(
            "compare",
            Noisy("x.npy", 60),
            "--pca",
            "7",
            "--epochs",
            "260",
            "--methods",
            "umap,tsne,pca",
            "--resolution",
            "64x64",
            "--json",
            "-o",
            Path.Combine(_folder.FullName, "out")
        );
        JsonNode[] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([7, 7, 3], lines.Select(line => (int)line["pca"]!["components"]!));
        Assert.Equal(
            (double)lines[2]["pca"]!["explainedVariance"]!,
            lines[0]["pca"]!["shares"]!.AsArray().Take(3).Sum(share => (double)share!),
            1e-3
        );
    }

    [Theory]
    [InlineData("--pca 0", "--pca 0: use 1 to 256")]
    [InlineData("--pca 257", "--pca 257: use 1 to 256")]
    [InlineData("--pca some", "--pca some")]
    [InlineData("--pca 20 --method pca", "--pca 20: --method pca")]
    [InlineData("--pca 20 --neighbors-file knn.npz", "--pca 20: the neighbours of knn.npz")]
    public void What_cannot_be_is_refused(string options, string expected) =>
        GpuClusterProgram.Run(["layout", GpuClusterProgram.Digits, .. options.Split(' ')]).AssertRefused(2, expected);

    [Fact]
    public void Fewer_components_than_asked_for_are_told()
    {
        string narrow = LayoutFiles.Write(_folder, "narrow.npy", [.. Enumerable.Range(0, 60).Select(i => MathF.Sin(i * i))], 3);
        Assert.Contains(
            "50 principal components: the vectors have only 3 features and stay as they are (--pca)",
            Run("layout", narrow, "--pca", "50").Error
        );
        Assert.Contains(
            "50 principal components: 30 samples vary along 29 components at most: taking 29 (--pca)",
            Run("layout", Noisy("few.npy", 30), "--pca", "50").Error
        );
        Assert.Contains("50 principal components: 1 sample has no components", Run("layout", Noisy("one.npy", 1), "--pca", "50").Error);
    }

    [Fact]
    public void A_scene_of_components_places_new_samples_by_them()
    {
        string data = Noisy("x.npy", N),
            fresh = Noisy("fresh.npy", 90, first: N);
        string positions = Path.Combine(_folder.FullName, "layout.npy"),
            scene = Path.Combine(_folder.FullName, "kept.gpc");
        Run("layout", data, "--pca", "4", "-o", positions);
        float[] values = new float[N * 3];
        Buffer.BlockCopy(File.ReadAllBytes(positions), 128, values, 0, values.Length * 4);
        Layout layout = new(N, 3, values);
        LayoutGraph pairs = new(
            [.. Enumerable.Range(0, N + 1)],
            [.. Enumerable.Range(0, N).Select(i => i ^ 1)],
            [.. Enumerable.Repeat(1f, N)]
        );
        void Keep(int? components) =>
            SceneFileWriter.Write(
                scene,
                new SceneFile("x", layout)
                {
                    Source = SceneSource.Of(data, new DatasetOptions { As = MatrixUse.Embedding }, scene),
                    Initial = layout,
                    Graph = pairs,
                    Run = new SceneRun(new UmapOptions(), Metric.Euclidean, 500, 500) { Components = components },
                }
            );

        Keep(4);
        GpuClusterProgram reduced = Run("transform", scene, fresh, "-o", Path.Combine(_folder.FullName, "new.npy"));
        Assert.Contains("(90, 4) among 300", reduced.Error);
        Run("render", scene, "--resolution", "64x64", "-o", Path.Combine(_folder.FullName, "x.png"));
        Keep(null);
        Assert.Contains("(90, 200) among 300", Run("transform", scene, fresh, "-o", Path.Combine(_folder.FullName, "new.npy")).Error);
    }

    private static GpuClusterProgram Run(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>Three classes, some 5 apart in the first two features; noise of standard deviation 1 in all.</summary>
    private string Noisy(string name, int rows, int first = 0)
    {
        float[] values = new float[rows * D];
        for (int row = 0; row < rows; row++)
        {
            Random random = new(first + row);
            for (int f = 0; f < D; f++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                values[(row * D) + f] = (float)(normal + (f < 2 ? 2.7 * Math.Sin((2.1 * ((first + row) % 3)) + (1.6 * f)) : 0));
            }
        }

        return LayoutFiles.Write(_folder, name, values, D);
    }
}
