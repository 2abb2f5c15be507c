using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>What users of umap-learn set beside the usual options, as a process.</summary>
public sealed class LayoutVariantsRunTests : IDisposable
{
    private const int N = 90,
        D = 5,
        K = 12;

    private static readonly float[] Values =
    [
        .. Enumerable.Range(0, N * D).Select(i => (i % D == 0 ? 3f * (i / D % 3) : 0) + new Random(i).NextSingle()),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-variants-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Neighbours_from_a_file_give_the_layout_that_the_search_gives()
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Values, D);
        (int[] indices, float[] distances) = BruteForce();
        string file = Path.Combine(_folder.FullName, "knn.npz");
        File.WriteAllBytes(
            file,
            NpzBytes.Of(("indices", NpzBytes.Matrix<int>("<i4", K, indices)), ("distances", NpzBytes.Matrix<float>("<f4", K, distances)))
        );

        byte[] searched = Layout(data, "--neighbors", "10");

        Assert.Equal(searched, Layout(data, "--neighbors", "10", "--neighbors-file", file));
        GpuClusterProgram
            .Run("layout", data, "--neighbors", "13", "--neighbors-file", file)
            .AssertRefused(2, "knn.npz", "12 neighbours", "--neighbors 12");
        GpuClusterProgram
            .Run("layout", data, "--limit", "50", "--neighbors-file", file)
            .AssertRefused(2, "knn.npz", "90 samples", "the data has 50");
        GpuClusterProgram.Run("layout", data, "--method", "pca", "--neighbors-file", file).AssertRefused(2, "--neighbors-file", "pca");
    }

    [Fact]
    public void A_layout_starts_from_a_file_where_it_fits()
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Values, D);
        float[] corner =
        [
            .. Enumerable
                .Range(0, N * 2)
                .Select(i =>
                    i == 0 ? 20f
                    : i == 3 ? 10f
                    : i % 2 == 0 ? 10f
                    : 0
                ),
        ];
        string start = LayoutFiles.Write(_folder, "start.npy", corner, 2);

        // No epoch: what is written is the start, each axis stretched to 0 to 10, and what coincided is parted by a little noise.
        byte[] bytes = Layout(data, "--dims", "2", "--epochs", "0", "--init", start);
        float[] at = new float[N * 2];
        Buffer.BlockCopy(bytes, bytes.Length - (N * 8), at, 0, N * 8);
        Assert.Equal(10, at[0], 0.01);
        Assert.Equal(10, at[3], 0.01);
        Assert.All(Enumerable.Range(2, N - 2), i => Assert.InRange(at[2 * i], 0, 0.01f));
        Assert.Equal(N, Enumerable.Range(0, N).Select(i => (at[2 * i], at[(2 * i) + 1])).Distinct().Count());

        GpuClusterProgram.Run("layout", data, "--init", start).AssertRefused(2, "--init", "start.npy", "--dims 2");
        GpuClusterProgram
            .Run("layout", data, "--dims", "2", "--limit", "40", "--init", start)
            .AssertRefused(2, "start.npy", "90 samples", "40");
        GpuClusterProgram.Run("layout", data, "--init", data).AssertRefused(2, "x.npy", "no layout");
        GpuClusterProgram
            .Run("layout", data, "--init", Path.Combine(_folder.FullName, "gone.npy"))
            .AssertRefused(2, "gone.npy", "no such file");
    }

    [Fact]
    public void Labels_part_the_classes()
    {
        double plain = Accuracy(),
            supervised = Accuracy("--supervise"),
            wholly = Accuracy("--target-weight", "0.95");

        Assert.InRange(plain, 0.6, 0.9);
        Assert.InRange(supervised, plain + 0.05, 1);
        Assert.InRange(wholly, supervised - 0.01, 1);

        GpuClusterProgram
            .Run("layout", LayoutFiles.Write(_folder, "x.npy", Values, D), "--supervise")
            .AssertRefused(2, "--supervise", "no labels", "--labels");
        GpuClusterProgram
            .Run("layout", GpuClusterProgram.Digits, "--method", "tsne", "--supervise")
            .AssertRefused(2, "--supervise", "tsne");
    }

    [Fact]
    public void One_class_alone_is_laid_out_with_a_warning()
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Values, D);
        string labels = LayoutFiles.Write(_folder, "one.npy", "|u1", [N], new byte[N]);

        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            data,
            "--labels",
            labels,
            "--supervise",
            "--quality",
            "--json",
            "--epochs",
            "50"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("one class", run.Error);
        Assert.Equal(1, (double)run.Json["quality"]!["knnAccuracy5"]!);
    }

    [Fact]
    public void A_device_with_too_little_memory_is_refused_before_anything_is_computed()
    {
        string output = Path.Combine(_folder.FullName, "small.npy");
        string[] arguments = ["layout", GpuClusterProgram.Digits, "--device", "ilgpu-cpu", "--limit", "400", "-o", output];

        GpuClusterProgram.Run([.. arguments, "--memory", "1MB"]).AssertRefused(1, "ilgpu-cpu (host) has no room: knn", "--memory");

        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("--local-connectivity", "3")]
    [InlineData("--set-op-mix-ratio", "0")]
    [InlineData("--repulsion-strength", "4")]
    [InlineData("--negative-sample-rate", "1")]
    public void An_option_changes_the_layout(string option, string value)
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Values, D);

        Assert.NotEqual(Layout(data), Layout(data, option, value));
    }

    [Theory]
    [InlineData("--local-connectivity", "-1")]
    [InlineData("--set-op-mix-ratio", "1.5")]
    [InlineData("--repulsion-strength", "NaN")]
    [InlineData("--negative-sample-rate", "-2")]
    [InlineData("--target-weight", "2")]
    public void An_impossible_value_is_refused_by_the_options_name(string option, string value) =>
        GpuClusterProgram.Run("layout", GpuClusterProgram.Digits, "--limit", "50", option, value).AssertRefused(2, $"{option} {value}");

    [Theory]
    [InlineData("--metric manhattan --knn approx", "neighbours are searched on the host: --metric manhattan is not available on ilgpu-cpu")]
    [InlineData("--metric manhattan", "neighbours are searched on the host: --metric manhattan is not available on ilgpu-cpu")]
    [InlineData("--metric correlation", null)]
    [InlineData("--knn approx", null)]
    [InlineData("--knn approx --metric correlation", null)]
    [InlineData(
        "--set-op-mix-ratio 0.5",
        "the graph is built on the host: --local-connectivity and --set-op-mix-ratio are not available on ilgpu-cpu"
    )]
    public void A_device_does_what_it_can_and_says_what_the_host_does(string option, string? notice)
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Values, D);

        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            data,
            "--epochs",
            "5",
            "--device",
            "ilgpu-cpu",
            "--quality",
            "--json",
            .. option.Split(' '),
        ]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(1, (double)run.Json["quality"]!["knnRecall15"]!);
        Assert.Equal(notice is not null, run.Error.Contains("warning:", StringComparison.Ordinal));
        Assert.Contains(notice ?? "", run.Error);
    }

    [Fact]
    public void An_approximate_search_runs_on_the_device_that_is_named()
    {
        string data = LayoutFiles.Write(_folder, "many.npy", [.. Enumerable.Range(0, 700).Select(i => new Random(i).NextSingle())], 1);

        // Only a device has a longest list.
        GpuClusterProgram
            .Run("layout", data, "--knn", "approx", "--knn-device", "ilgpu-cpu", "--neighbors", "600")
            .AssertRefused(2, "600 neighbours", "--knn-device host");
    }

    private static double Accuracy(params string[] options)
    {
        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "400",
            "--epochs",
            "150",
            "--quality",
            "--json",
            .. options,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        return (double)run.Json["quality"]!["knnAccuracy5"]!;
    }

    private byte[] Layout(string data, params string[] options)
    {
        string output = Path.Combine(_folder.FullName, "out.npy");
        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            data,
            "-o",
            output,
            .. options.Contains("--epochs") ? options : ["--epochs", "40", .. options],
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllBytes(output);
    }

    private static (int[] Indices, float[] Distances) BruteForce()
    {
        List<int> indices = [];
        List<float> distances = [];
        for (int i = 0; i < N; i++)
        {
            float[] row =
            [
                .. Enumerable
                    .Range(0, N)
                    .Select(j =>
                        (float)Math.Sqrt(Enumerable.Range(0, D).Sum(f => Math.Pow((double)Values[(i * D) + f] - Values[(j * D) + f], 2)))
                    ),
            ];
            int[] nearest = [.. Enumerable.Range(0, N).OrderBy(j => j == i ? -1 : row[j]).Take(K)];
            indices.AddRange(nearest);
            distances.AddRange(nearest.Select(j => row[j]));
        }

        return ([.. indices], [.. distances]);
    }
}
