using System.Globalization;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;
using SkiaSharp;

namespace GpuCluster.App.Tests;

/// <summary>
/// Photos that turn out broken when they are decoded, through the commands: they have no vector and no point, are named once, and no other
/// row moves.
/// </summary>
public sealed class BrokenPhotoRunTests : IDisposable
{
    private const int Photos = 12;
    private static readonly int[] Broken = [3, 7];
    private static readonly int[] Whole = [.. Enumerable.Range(0, Photos).Except(Broken)];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-broken-");
    private readonly string _photos;

    public BrokenPhotoRunTests()
    {
        _photos = InFolder("photos");
        for (int i = 0; i < Photos; i++)
            Write(i, isBroken: Broken.Contains(i));
    }

    private Dictionary<string, string> OwnCache => new() { ["XDG_CACHE_HOME"] = InFolder("cache") };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("tiny-clip")]
    [InlineData("pixels")]
    public void Rows_keep_their_numbers_in_every_table_and_file(string model)
    {
        string[] how = ["--model", model];
        foreach (string name in new[] { "v.npy", "v.npz", "v.parquet" })
        {
            GpuClusterProgram embed = Run("embed", [.. how, "-o", InFolder(name), "--json"]);
            Assert.Equal(Whole.Length, (int)embed.Json["n"]!);
            Assert.Equal(["03.png", "07.png"], embed.Json["skipped"]!.AsArray().Select(file => Path.GetFileName((string)file!["path"]!)));
            Assert.Single(embed.Error.Split('\n'), line => line.Contains("2 of 12 images", StringComparison.Ordinal));
            Dataset read = DatasetReader.Read(InFolder(name), new DatasetOptions(), TestContext.Current.CancellationToken);
            Assert.Equal(Whole, Enumerable.Range(0, read.Count).Select(read.Rows.RowOf));
            GpuClusterProgram same = GpuClusterProgram.Run(OwnCache, "similar", InFolder(name), "--index", "8", "-k", "9", "--json");
            Assert.Equal(Indices(Run("similar", [.. how, "--index", "8", "-k", "9", "--json"])), Indices(same));
        }

        Assert.Equal(Whole, Table(Run("layout", [.. how, "--method", "pca", "-o", InFolder("l.csv")]), "l.csv"));
        Run("layout", [.. how, "--method", "pca", "-o", InFolder("l.npy")]);
        LayoutDataset layout = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(InFolder("l.npy"), new DatasetOptions { As = MatrixUse.Layout }, TestContext.Current.CancellationToken)
        );
        Assert.Equal((Photos, Whole.Length), (layout.Rows.Count, layout.Count));
        Assert.Equal(Whole.Select(row => $"{row:00}.png"), layout.Of!.Paths!.Select(Path.GetFileName));
        Assert.Equal(Whole, Table(Run("clusters", [.. how, "--method", "kmeans", "-k", "2", "-o", InFolder("c.csv")]), "c.csv"));
        Assert.Equal(
            Whole.Order(),
            Table(Run("duplicates", [.. how, "--threshold", "-1", "--group", "connected", "-o", InFolder("d.csv")]), "d.csv").Order()
        );
        Run("similar", [.. how, "--index", "3"], exitCode: 2).AssertRefused(2, "--index 3", "has no vector");
    }

    [Fact]
    public void Clusters_and_labels_of_a_model_have_a_place_for_every_row()
    {
        Run("clusters", ["--model", "tiny-clip", "--method", "kmeans", "-k", "2", "-o", InFolder("c.npy")]);
        Run("label", ["--model", "tiny-clip", "--classes", "a;b", "-o", InFolder("l.npy")]);
        // Labels are read by row, for all photos.
        foreach (string labels in new[] { "c.npy", "l.npy" })
        {
            Dataset read = DatasetReader.Read(
                _photos,
                new DatasetOptions { LabelsPath = InFolder(labels) },
                TestContext.Current.CancellationToken
            );
            Assert.Equal(Broken, Enumerable.Range(0, Photos).Where(row => read.Labels!.ClassOf[row] < 0));
        }
    }

    [Fact]
    public void A_report_and_a_scene_know_the_rows()
    {
        string scene = InFolder("s.gpc");
        Run("layout", ["--model", "tiny-clip", "--method", "pca", "-o", scene]);
        using HostBackends host = new();
        using PreparedLayout opened = new LayoutPipeline(new LayoutSettings(), host).Open(
            scene,
            new DatasetOptions(),
            TestContext.Current.CancellationToken
        );
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(opened.Dataset);
        Assert.Equal(Whole.Select(row => $"{row:00}.png"), data.Files.Select(Path.GetFileName));
        Assert.Equal(Whole, Enumerable.Range(0, data.Count).Select(data.Rows.RowOf));
        for (int point = 0; point < data.Count; point++)
            Assert.Equal(1, opened.Embedding.Row(point).ToArray().Sum(value => (double)value * value), 1e-5);
        GpuClusterProgram again = GpuClusterProgram.Run(OwnCache, "transform", scene, _photos, "-o", InFolder("again.csv"));
        Assert.Equal(Whole, Table(again, "again.csv"));
        File.Copy(PathOf(0), PathOf(11), overwrite: true);
        GpuClusterProgram report = Run(
            "report",
            ["--model", "tiny-clip", "--threshold", "0.999999", "-o", InFolder("r.html"), "--lists", InFolder("r.csv")]
        );
        Assert.Contains(11, Table(report, "r.csv"));
    }

    [Fact]
    public void Photos_that_are_all_broken_are_refused_and_one_that_is_whole_is_enough()
    {
        foreach (int row in Whole)
            Write(row, isBroken: true);
        Run("embed", ["-o", InFolder("v.npy")], exitCode: 2).AssertRefused(2, "none of its 12 images can be decoded", "check the files");
        Run("embed", ["--model", "tiny-clip", "-o", InFolder("v.npy")], exitCode: 2).AssertRefused(2, "could embed none", "ends early");
        Write(5, isBroken: false);
        foreach (string model in new[] { "pixels", "tiny-clip" })
        {
            Run("embed", ["--model", model, "-o", InFolder("v.npy")]);
            Dataset read = DatasetReader.Read(InFolder("v.npy"), new DatasetOptions(), TestContext.Current.CancellationToken);
            Assert.Equal((5, 1, Photos), (read.Rows.RowOf(0), read.Count, read.Rows.Count));
        }
    }

    private static IEnumerable<int> Indices(GpuClusterProgram similar) =>
        similar.Json["results"]!.AsArray().Select(result => (int)result!["index"]!);

    private static int[] Numbers(string path) =>
        [.. File.ReadLines(path).Skip(1).Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];

    private int[] Table(GpuClusterProgram run, string name)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return Numbers(InFolder(name));
    }

    private GpuClusterProgram Run(string command, string[] options, int exitCode = 0)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(OwnCache, [command, _photos, .. options]);
        Assert.True(run.ExitCode == exitCode, run.Error);
        return run;
    }

    private void Write(int row, bool isBroken)
    {
        Directory.CreateDirectory(_photos);
        using SKBitmap bitmap = new(40, 30);
        for (int x = 0; x < 40; x++)
        {
            for (int y = 0; y < 30; y++)
                bitmap.SetPixel(x, y, new SKColor((byte)(20 * row), (byte)((x * (row + 1)) + y), (byte)(x ^ y)));
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        byte[] bytes = png.ToArray();
        File.WriteAllBytes(PathOf(row), isBroken ? bytes[..(bytes.Length / 2)] : bytes);
    }

    private string PathOf(int row) => Path.Combine(_photos, $"{row:00}.png");

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
