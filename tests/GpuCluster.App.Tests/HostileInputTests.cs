using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>Data that cannot be used is refused with its place and remedy; data that only looks hopeless gets a finite layout.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-hostile-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_value_that_is_no_number_is_named_by_row(float bad, string word)
    {
        float[] values = [.. Enumerable.Range(0, 200).Select(i => (float)i)];
        values[(7 * 4) + 2] = bad;

        AssertRefused(LayoutFiles.Write(_folder, "x.npy", values, 4), "x.npy", "row 7", word);
    }

    [Fact]
    public void A_file_shorter_than_its_header_says_is_refused()
    {
        string path = LayoutFiles.Write(_folder, "x.npy", "<f4", [1_000_000_000, 784], new byte[64]);

        AssertRefused(path, "x.npy", "truncated");
    }

    [Theory]
    [InlineData("|O", "pickle")]
    [InlineData("<c8", "complex")]
    public void A_type_that_is_not_read_comes_with_the_line_that_converts_it(string type, string word) =>
        AssertRefused(LayoutFiles.Write(_folder, "x.npy", type, [2, 2], new byte[64]), "x.npy", word, "numpy.save");

    [Fact]
    public void Idx_with_a_wrong_magic_number_is_refused()
    {
        string path = Path.Combine(_folder.FullName, "t10k-images-idx3-ubyte");
        File.WriteAllBytes(path, [9, 9, 9, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]);

        AssertRefused(path, "t10k-images-idx3-ubyte", "magic");
    }

    [Fact]
    public void Idx_that_claims_more_than_it_holds_is_refused()
    {
        string path = Path.Combine(_folder.FullName, "t10k-images-idx3-ubyte");
        File.WriteAllBytes(path, [0, 0, 8, 3, 0x7F, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28, 7]);

        AssertRefused(path, "t10k-images-idx3-ubyte", "truncated");
    }

    [Fact]
    public void What_is_no_layout_is_not_taken_for_one() =>
        AssertRefused(LayoutFiles.Write(_folder, "x.npy", new float[40], 4), ["--as", "layout"], "x.npy", "(10, 4)", "no layout");

    [Fact]
    public void Digits_are_not_taken_for_a_layout() =>
        AssertRefused(GpuClusterProgram.Digits, ["--as", "layout", "--limit", "10"], "(10, 28, 28)", "no layout");

    [Theory]
    [InlineData(1, 8, "euclidean")]
    [InlineData(2, 8, "euclidean")]
    [InlineData(40, 6, "euclidean")]
    [InlineData(40, 6, "cosine")]
    [InlineData(15, 1, "euclidean")]
    public void Rows_all_equal_get_a_finite_layout(int rows, int columns, string metric)
    {
        string path = LayoutFiles.Write(_folder, "x.npy", [.. Enumerable.Repeat(0.25f, rows * columns)], columns);
        string output = Path.Combine(_folder.FullName, "y.csv");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            path,
            "--metric",
            metric,
            "-o",
            output,
            "--epochs",
            "30",
            "--quality",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(rows, (int)run.Json["n"]!);
        string[] lines = File.ReadAllLines(output);
        Assert.Equal(rows + 1, lines.Length);
        Assert.All(
            lines.Skip(1).SelectMany(line => line.Split(',').TakeLast(3)),
            value => Assert.True(float.IsFinite(float.Parse(value)), value)
        );
    }

    [Theory]
    [InlineData("y.npy")]
    [InlineData("y.csv")]
    [InlineData("y.ply")]
    public void A_finished_layout_without_labels_goes_into_every_format(string name)
    {
        string output = Path.Combine(_folder.FullName, name);
        string grid = LayoutFiles.WriteGrid(_folder, 120, 3);

        GpuClusterProgram run = GpuClusterProgram.Run("layout", grid, "--as", "layout", "-o", output, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("epochs", run.Error);
        JsonObject json = run.Json;
        Assert.Equal(("none", 0), ((string)json["method"]!, (int)json["epochs"]!));
        Assert.True(new FileInfo(output).Length > 120 * 3);
        if (name.EndsWith(".npy", StringComparison.Ordinal))
            Assert.Equal(File.ReadAllBytes(grid)[128..], File.ReadAllBytes(output)[128..]);
    }

    [Fact]
    public void More_neighbours_than_samples_are_lowered_with_a_warning()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "40",
            "--neighbors",
            "4000",
            "--epochs",
            "0",
            "--json"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: 4000 neighbours were asked for and there are 40 samples: taking 40", run.Error);
        Assert.DoesNotContain("0 epochs", run.Error);
        Assert.Equal(0, (int)run.Json["epochs"]!);
    }

    [Fact]
    public void A_full_disk_is_named_and_nothing_is_left()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        foreach ((string command, string name) in new[] { ("layout", "full.npy"), ("render", "full.png") })
        {
            string output = Path.Combine(_folder.FullName, name);
            File.CreateSymbolicLink(output, "/dev/full");
            GpuClusterProgram
                .Run(command, LayoutFiles.WriteGrid(_folder, 50, 3), "--as", "layout", "-o", output, "--quiet")
                .AssertRefused(1, name, "no room left");
            File.Delete(output);
        }

        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("layout", "/proc/x.npy")]
    [InlineData("render", "/proc/x.png")]
    [InlineData("layout", "/nonexistent/x.npy")]
    public void A_place_that_cannot_be_written_is_refused(string command, string output) =>
        GpuClusterProgram.Run(command, LayoutFiles.WriteGrid(_folder, 50, 3), "-o", output, "--quiet").AssertRefused(2, output);

    [Fact]
    public void Killed_while_writing_it_leaves_the_old_file_whole_and_the_next_run_removes_the_rest()
    {
        string output = Path.Combine(_folder.FullName, "y.csv");
        File.WriteAllText(output, "old");
        using System.Diagnostics.Process process = GpuClusterProgram.Start(
            new Dictionary<string, string>(),
            "layout",
            LayoutFiles.WriteGrid(_folder, 1_000_000, 3),
            "--as",
            "layout",
            "-o",
            output,
            "--quiet"
        );
        while (!process.HasExited && !_folder.GetFiles(".*").Any(hidden => SizeOf(hidden) > 100_000))
            Thread.Sleep(1);

        process.Kill();
        process.WaitForExit();

        Assert.Equal(137, process.ExitCode);
        Assert.Equal("old", File.ReadAllText(output));
        Assert.NotEmpty(_folder.GetFiles(".*"));

        GpuClusterProgram next = GpuClusterProgram.Run(
            "layout",
            LayoutFiles.WriteGrid(_folder, 50, 3),
            "--as",
            "layout",
            "-o",
            Path.Combine(_folder.FullName, "z.csv"),
            "--quiet"
        );

        Assert.True(next.ExitCode == 0, next.Error);
        Assert.Empty(_folder.GetFiles(".*"));
    }

    // A file that is gone by now was the trial whether the folder can be written to.
    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private void AssertRefused(string path, params string[] words) => AssertRefused(path, [], words);

    private void AssertRefused(string path, string[] options, params string[] words)
    {
        int before = _folder.GetFileSystemInfos().Length;
        GpuClusterProgram
            .Run(["layout", path, "-o", Path.Combine(_folder.FullName, "y.npy"), "--quiet", .. options])
            .AssertRefused(2, words);
        Assert.Equal(before, _folder.GetFileSystemInfos().Length);
    }
}
