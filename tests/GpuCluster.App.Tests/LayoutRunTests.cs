using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.Data.Npy;

namespace GpuCluster.App.Tests;

/// <summary>`layout` from start to file, as a process.</summary>
public sealed class LayoutRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-layout-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Digits_become_a_good_layout_and_the_json_tells_all()
    {
        string output = Path.Combine(_folder.FullName, "数字.npy");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "2000",
            "--quality",
            "--json",
            "-o",
            output
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(2000, (int)json["n"]!);
        Assert.Equal(3, (int)json["dims"]!);
        Assert.Equal(784, (int)json["features"]!);
        Assert.Equal("umap", (string)json["method"]!);
        Assert.Equal("euclidean", (string)json["metric"]!);
        Assert.Equal("host", (string)json["device"]!);
        Assert.Equal(42, (int)json["seed"]!);
        Assert.Equal(500, (int)json["epochs"]!);
        foreach (string stage in new[] { "load", "embed", "knn", "graph", "init", "optimize", "total" })
            Assert.True((double)json["seconds"]![stage]! >= 0, stage);

        Assert.Equal("exact", (string)json["knn"]!["search"]!);
        Assert.Equal(1, (double)json["knn"]!["recall"]!);
        JsonNode quality = json["quality"]!;

        // umap-learn 0.5.3 on the same digits, seeds 0 to 4: trustworthiness 0.9566 to 0.9584, kNN accuracy 0.8615 to 0.8685. One seed may
        // lie a little below.
        Assert.InRange((double)quality["trustworthiness15"]!, 0.950, 1);
        Assert.InRange((double)quality["knnAccuracy5"]!, 0.850, 1);
        Assert.Equal(1, (double)quality["knnRecall15"]!);
        Assert.Equal(0, (int)quality["strayPoints"]!);
        Assert.Equal(128 + (2000 * 3 * 4), new FileInfo(output).Length);
        Assert.Contains("(2000, 28, 28)", run.Error);
        Assert.Contains("(2000, 784)", run.Error);
    }

    [Fact]
    public void By_t_sne_the_json_tells_the_divergence_and_too_large_a_perplexity_is_reduced_in_words()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "61",
            "--method",
            "tsne",
            "--perplexity",
            "30",
            "--epochs",
            "500",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("tsne", (string)run.Json["method"]!);
        Assert.Equal(500, (int)run.Json["epochs"]!);
        Assert.Equal(20, (double)run.Json["perplexity"]!);
        Assert.InRange((double)run.Json["kl"]!, 0.01, 1);
        Assert.Contains("a perplexity of 30 needs 91 samples and there are 61: taking 20", run.Error);
    }

    [Theory]
    [InlineData("--perplexity", "0.5")]
    [InlineData("--perplexity", "NaN")]
    [InlineData("--exaggeration", "0")]
    [InlineData("--theta", "0.9")]
    public void What_t_sne_cannot_have_is_refused_by_the_options_name(string option, string value)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "50",
            "--method",
            "tsne",
            option,
            value
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{option} {value}", run.Error);
    }

    [Fact]
    public void An_approximate_search_is_taken_by_name_and_tells_its_recall()
    {
        string output = Path.Combine(_folder.FullName, "a.npy");
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "1000",
            "--epochs",
            "5",
            "--knn",
            "approx",
            "--json",
            "-o",
            output
        );
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("approx", (string)run.Json["knn"]!["search"]!);
        Assert.InRange((double)run.Json["knn"]!["recall"]!, 0.95, 1);

        run = GpuClusterProgram.Run("layout", GpuClusterProgram.Digits, "--knn", "nearly", "-o", output);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--knn nearly: unknown; use exact or approx or auto", run.Error);
    }

    [Fact]
    public void A_search_that_misses_many_neighbours_says_so_and_what_to_do()
    {
        string data = Noise(600, 160);

        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            data,
            "--epochs",
            "2",
            "--knn",
            "approx",
            "-o",
            Path.Combine(_folder.FullName, "layout.npy")
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("of the true neighbours were found", run.Error);
        Assert.Contains("--knn exact", run.Error);
    }

    [Fact]
    public void Where_the_choice_is_left_to_the_program_a_search_that_misses_many_is_followed_by_an_exact_one()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            Noise(26_000, 40),
            "--epochs",
            "1",
            "--json",
            "-o",
            Path.Combine(_folder.FullName, "layout.npy")
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("of the true neighbours were found", run.Error);
        Assert.Contains("searching all", run.Error);
        Assert.Equal("exact", (string)run.Json["knn"]!["search"]!);
        Assert.Equal(1, (double)run.Json["knn"]!["recall"]!);
    }

    [Fact]
    public void A_folder_of_photos_is_laid_out_and_bad_ones_are_named()
    {
        string photos = Path.Combine(_folder.FullName, "照片");
        for (int i = 0; i < 24; i++)
        {
            string folder = Path.Combine(photos, i % 2 == 0 ? "红" : "sea");
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.tga"), Photo(i % 2, i));
        }

        File.WriteAllText(Path.Combine(photos, "words.png"), "no picture");
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            photos,
            "--neighbors",
            "5",
            "--quality",
            "--json",
            "-o",
            Path.Combine(_folder.FullName, "photos.npy")
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(24, (int)run.Json["n"]!);
        Assert.Equal(3072, (int)run.Json["features"]!);
        Assert.Equal(1, (double)run.Json["quality"]!["knnAccuracy5"]!);
        Assert.Contains("1 of 25 images", run.Error);
        Assert.Contains("words.png", run.Error);
    }

    [Fact]
    public void A_seed_repeats_to_the_byte_whatever_the_threads()
    {
        byte[] one = Layout("one.npy", "--threads", "1");
        byte[] two = Layout("two.npy", "--threads", "2");
        byte[] other = Layout("other.npy", "--seed", "7");

        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("--method pca")]
    [InlineData("--dims 2")]
    [InlineData("--metric cosine")]
    [InlineData("--metric manhattan")]
    [InlineData("--metric correlation")]
    [InlineData("--init random")]
    [InlineData("--init pca")]
    [InlineData("--limit 1")]
    [InlineData("--limit 2")]
    [InlineData("--limit 10")]
    public void Every_way_to_lay_out_ends_well(string options)
    {
        string output = Path.Combine(_folder.FullName, "x.csv");

        string[] limit = options.StartsWith("--limit", StringComparison.Ordinal) ? [] : ["--limit", "300"];
        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            GpuClusterProgram.Digits,
            .. limit,
            "-o",
            output,
            "--json",
            .. options.Split(' '),
        ]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("NaN", File.ReadAllText(output));
        Assert.Equal(limit.Length == 0, run.Error.Contains("warning:", StringComparison.Ordinal));
    }

    [Fact]
    public void Quiet_hides_progress_but_not_warnings()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "5",
            "--quiet",
            "-o",
            Path.Combine(_folder.FullName, "x.ply")
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning:", run.Error);
        Assert.DoesNotContain("optimize", run.Error);
    }

    [Fact]
    public void Interrupted_it_ends_with_130_and_leaves_nothing()
    {
        string output = Path.Combine(_folder.FullName, "x.npy");
        using Process process = GpuClusterProgram.Start(
            new Dictionary<string, string>(),
            "layout",
            GpuClusterProgram.Digits,
            "--epochs",
            "200000",
            "-o",
            output
        );
        // The first stage's line says that the program is at work.
        Assert.NotNull(process.StandardError.ReadLine());

        GpuClusterProgram.Interrupt(process);
        GpuClusterProgram run = GpuClusterProgram.Finish(process);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    private byte[] Layout(string name, params string[] options)
    {
        string output = Path.Combine(_folder.FullName, name);
        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "700",
            "--epochs",
            "60",
            "-o",
            output,
            .. options,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllBytes(output);
    }

    /// <summary>An uncompressed TGA of 40 x 40 with a ramp from left to right or from top to bottom, brighter for each number.</summary>
    private static byte[] Photo(int direction, int number)
    {
        byte[] file = new byte[18 + (40 * 40 * 3)];
        (file[2], file[12], file[14], file[16]) = (2, 40, 40, 24);
        for (int i = 0; i < 40 * 40; i++)
        {
            int along = direction == 0 ? i % 40 : i / 40;
            file.AsSpan(18 + (i * 3), 3).Fill((byte)((along * 4) + (number * i * 7 % 31)));
        }

        return file;
    }

    /// <summary>A file of vectors whose features have nothing to do with each other.</summary>
    private string Noise(int rows, int columns)
    {
        Random random = new(1);
        string path = Path.Combine(_folder.FullName, "noise.npy");
        using FileStream file = File.Create(path);
        NpyWriter.Write(file, rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())]);
        return path;
    }
}
