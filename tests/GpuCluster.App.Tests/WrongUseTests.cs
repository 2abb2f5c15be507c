using System.Runtime.InteropServices;

namespace GpuCluster.App.Tests;

/// <summary>What a user types wrongly gets one clear message and exit code 2, and nothing is written.</summary>
public sealed class WrongUseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-wrong-use-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--dims 7", "--dims 7")]
    [InlineData("--limit -4", "--limit -4")]
    [InlineData("--limit 0", "--limit 0")]
    [InlineData("--limit many", "--limit many")]
    [InlineData("--dims 2.5", "--dims 2.5")]
    [InlineData("--seed -1", "--seed -1")]
    [InlineData("--spread wide", "--spread wide")]
    [InlineData("--limit", "--limit")]
    [InlineData("--limit 5 --limit 6", "--limit")]
    [InlineData("--neighbors 0", "--neighbors 0")]
    [InlineData("--neighbors 1", "--neighbors 1")]
    [InlineData("--epochs -1", "--epochs -1")]
    [InlineData("--threads 0", "--threads 0")]
    [InlineData("--method lle", "umap or tsne or pca")]
    [InlineData("--metric hamming", "euclidean or cosine")]
    [InlineData("--init magic", "spectral or pca or random")]
    [InlineData("--min-dist 2", "--min-dist 2")]
    [InlineData("--spread NaN", "--spread NaN")]
    [InlineData("--learning-rate 0", "--learning-rate 0")]
    [InlineData("--device abacus", "abacus")]
    [InlineData("--device cuda:x", "cuda:x")]
    [InlineData("--memory 8", "--memory 8: give a size")]
    [InlineData("--memory 0.5MB", "--memory 0.5MB: give a size")]
    [InlineData("--memory -1GB", "--memory -1GB: give a size")]
    [InlineData("--as picture", "--as picture")]
    [InlineData("--min-dist 0,1", "as in 0.1")]
    [InlineData("--perplexity 7,5", "as in 7.5")]
    [InlineData("--spread 1,000.5", "--spread 1,000.5: not a number")]
    [InlineData("--epochs 1,000", "--epochs 1,000: not a number")]
    [InlineData("--learning-rate 1_0", "--learning-rate 1_0: not a number")]
    [InlineData("--bogus", "--bogus")]
    public void Layout_refuses_an_impossible_option(string options, string expected)
    {
        string output = Path.Combine(_folder.FullName, "x.npy");
        string[] arguments = ["layout", GpuClusterProgram.Digits, "-o", output, .. options.Split(' ')];

        GpuClusterProgram.Run(arguments).AssertRefused(2, expected);

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("paint", "paint")]
    [InlineData("layout", "DATA")]
    [InlineData("layout a b", "'b'")]
    [InlineData("bench", "a command is missing; use")]
    [InlineData("bench fly", "fly")]
    [InlineData("bench layout", "DATA")]
    [InlineData("render x.npy", "--output")]
    [InlineData("share x.gpc", "--output")]
    [InlineData("view x.npy --quality", "--quality")]
    public void An_unknown_or_incomplete_command_is_refused(string arguments, string expected) =>
        GpuClusterProgram.Run(arguments.Split(' ')).AssertRefused(2, expected);

    [Theory]
    [InlineData("render x.npy -o x.png --point-size 2,5", "as in 2.5")]
    [InlineData("transform a.npy b.npy -o x.npy --min-dist 0,2", "as in 0.2")]
    [InlineData("duplicates x.npy --threshold 0,9", "as in 0.9")]
    [InlineData("label x.npy --model tiny-clip --scale 1,5", "as in 1.5")]
    [InlineData("bench render --point-size 2,5", "as in 2.5")]
    public void Every_command_refuses_a_decimal_comma(string arguments, string expected) =>
        GpuClusterProgram.Run(arguments.Split(' ')).AssertRefused(2, expected);

    [Theory]
    [InlineData("-k 3", "-k 3: hdbscan finds the number")]
    [InlineData("--method kmeans --min-size 9", "--min-size 9: kmeans")]
    [InlineData("--method kmeans --min-samples 9", "--min-samples 9: kmeans")]
    public void An_option_of_the_other_method_is_not_ignored(string options, string expected) =>
        GpuClusterProgram.Run(["clusters", GpuClusterProgram.Digits, .. options.Split(' ')]).AssertRefused(2, expected);

    [Fact]
    public void A_number_may_be_written_with_an_exponent() =>
        Assert.Equal(
            0,
            GpuClusterProgram.Run("layout", GpuClusterProgram.Digits, "--limit", "20", "--epochs", "1", "--min-dist", "1e-1").ExitCode
        );

    [Fact]
    public void Nothing_at_all_shows_the_help()
    {
        GpuClusterProgram run = GpuClusterProgram.Run();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("demo", run.Out);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_missing_dataset_is_named() =>
        GpuClusterProgram.Run("layout", Path.Combine(_folder.FullName, "没有.npy")).AssertRefused(2, "没有.npy");

    [Fact]
    public void An_output_of_unknown_kind_is_refused_before_the_work() =>
        GpuClusterProgram
            .Run("layout", GpuClusterProgram.Digits, "-o", Path.Combine(_folder.FullName, "x.xlsx"))
            .AssertRefused(2, "x.xlsx", ".npy");

    [Fact]
    public void An_output_in_a_missing_folder_is_made_or_refused_before_the_work()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");

        GpuClusterProgram
            .Run("layout", GpuClusterProgram.Digits, "--limit", "50", "-o", Path.Combine(file, "x.npy"))
            .AssertRefused(2, "x.npy");
    }

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        Assert.SkipWhen(NativeLibrary.TryLoad("libcuda.so.1", out _), "an NVIDIA driver is here");

        // No driver is the machine's fault, as it is for drawing.
        GpuClusterProgram
            .Run("layout", GpuClusterProgram.Digits, "--limit", "50", "--device", "cuda")
            .AssertRefused(1, "cuda: there is no such device here", "libcuda", "--device host");
    }

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("view")]
    [InlineData("layout")]
    [InlineData("render")]
    [InlineData("devices")]
    [InlineData("models")]
    [InlineData("models check")]
    [InlineData("transform")]
    [InlineData("bench knn")]
    [InlineData("bench layout")]
    [InlineData("bench render")]
    public void Every_command_has_help_with_an_example(string command)
    {
        GpuClusterProgram run = GpuClusterProgram.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Out);
        Assert.Contains("gpucluster ", run.Out);
    }
}
