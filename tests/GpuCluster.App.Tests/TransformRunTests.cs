using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`transform` as a process: new samples in a layout file and in a scene, and what does not go together.</summary>
public sealed class TransformRunTests : IDisposable
{
    private const int Known = 1200,
        Fresh = 300;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-transform-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void New_digits_come_to_lie_among_their_class_whatever_the_threads_and_arrive_in_the_scene()
    {
        (string fresh, string labels) = WriteDigits(Known, Fresh);
        string layout = File("known.npy");
        Run("layout", GpuClusterProgram.Digits, "--limit", $"{Known}", "-o", layout);
        string[] shared = ["transform", layout, fresh, "--labels", labels, "--data", GpuClusterProgram.Digits, "--data-limit", $"{Known}"];

        GpuClusterProgram run = Run([.. shared, "-o", File("one.npy"), "--threads", "1", "--json"]);

        Assert.Equal(Fresh, (int)run.Json["n"]!);
        Assert.Equal(Known, (int)run.Json["known"]!);
        Assert.Equal(100, (int)run.Json["epochs"]!);
        Assert.Equal(15, (int)run.Json["neighbors"]!);

        // umap-learn 0.5.3 on the same digits, seeds 0 to 2: the vote is right for 0.767, 0.777 and 0.767.
        Assert.InRange((double)run.Json["knnAccuracy5"]!, 0.74, 1);
        Run([.. shared, "-o", File("two.npy"), "--threads", "2"]);
        Assert.Equal(System.IO.File.ReadAllBytes(File("one.npy")), System.IO.File.ReadAllBytes(File("two.npy")));
        Assert.Equal(128 + (Fresh * 12), new FileInfo(File("one.npy")).Length);

        Run([.. shared, "-o", File("新.csv")]);
        string[] lines = System.IO.File.ReadAllLines(File("新.csv"));
        Assert.Equal("index,label,x,y,z", lines[0]);
        Assert.Equal(Fresh + 1, lines.Length);

        Run([.. shared, "-o", File("both.gpc")]);
        using ZipArchive zip = ZipFile.OpenRead(File("both.gpc"));
        using Stream json = zip.GetEntry("scene.json")!.Open();
        JsonObject scene = JsonNode.Parse(json)!.AsObject();
        Assert.Equal(Known + Fresh, (int)scene["count"]!);
        Assert.Equal("new", (string)scene["columns"]![0]!["name"]!);
        Assert.Equal(10, scene["classNames"]!.AsArray().Count);
        using Stream column = zip.GetEntry("columns/0.json")!.Open();
        string[] isNew = JsonSerializer.Deserialize<string[]>(column)!;
        Assert.Equal(Enumerable.Repeat("old", Known).Concat(Enumerable.Repeat("new", Fresh)), isNew);
    }

    [Fact]
    public void Copies_of_known_samples_lie_beside_them()
    {
        float[] values = Cloud(200, 6);
        string data = LayoutFiles.Write(_folder, "x.npy", values, 6),
            layout = File("layout.npy");
        Run("layout", data, "--epochs", "100", "-o", layout);

        Run("transform", layout, data, "--data", data, "--neighbors", "5", "--epochs", "0", "-o", File("copies.npy"));

        float[] known = Read(layout),
            copies = Read(File("copies.npy"));
        double off = Enumerable.Range(0, 200).Average(i => Distance(known, copies, i)),
            extent = known.Max() - known.Min();
        Assert.InRange(off, 0, 0.12 * extent);
    }

    [Fact]
    public void What_does_not_go_together_is_refused_and_nothing_is_written()
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Cloud(60, 6), 6),
            wide = LayoutFiles.Write(_folder, "wide.npy", Cloud(10, 7), 7),
            fresh = LayoutFiles.Write(_folder, "new.npy", Cloud(10, 6), 6);
        string layout = LayoutFiles.Write(_folder, "layout.npy", Cloud(60, 2), 2),
            other = LayoutFiles.Write(_folder, "other.npy", Cloud(50, 2), 2);
        string output = File("out.npy");
        int before = _folder.GetFiles().Length;

        GpuClusterProgram.Run("transform", layout, fresh, "-o", output).AssertRefused(2, "layout.npy", "--data");
        GpuClusterProgram
            .Run("transform", other, fresh, "--data", data, "-o", output)
            .AssertRefused(2, "other.npy", "50 samples", "60", "--data-limit 50");
        GpuClusterProgram.Run("transform", layout, wide, "--data", data, "-o", output).AssertRefused(2, "wide.npy", "7 features", "6");
        GpuClusterProgram.Run("transform", data, fresh, "--data", data, "-o", output).AssertRefused(2, "x.npy", "no layout");
        GpuClusterProgram.Run("transform", layout, fresh, "--data", data, "-o", File("out.xlsx")).AssertRefused(2, "out.xlsx", ".npy");
        GpuClusterProgram
            .Run("transform", layout, fresh, "--data", data, "--metric", "hamming", "-o", output)
            .AssertRefused(2, "--metric hamming");
        GpuClusterProgram
            .Run("transform", layout, fresh, "--data", data, "--neighbors", "1", "-o", output)
            .AssertRefused(2, "--neighbors 1");
        GpuClusterProgram.Run("transform", layout, fresh, "--data", data, "--epochs", "-3", "-o", output).AssertRefused(2, "--epochs -3");
        GpuClusterProgram
            .Run("transform", layout, File("gone.npy"), "--data", data, "-o", output)
            .AssertRefused(2, "gone.npy", "no such file");

        Assert.Equal(before, _folder.GetFiles().Length);
    }

    [Fact]
    public void A_scene_knows_its_data_and_says_where_it_is_gone()
    {
        string data = LayoutFiles.Write(_folder, "x.npy", Cloud(80, 6), 6),
            fresh = LayoutFiles.Write(_folder, "new.npy", Cloud(10, 6), 6);
        Run("compare", data, "--methods", "pca", "--no-window", "--resolution", "64x64", "-o", File("compared"));
        string scene = Path.Combine(File("compared"), "compare.gpc");

        GpuClusterProgram run = Run("transform", scene, fresh, "-o", File("out.npy"), "--json");

        Assert.Equal(80, (int)run.Json["known"]!);
        Assert.Contains("UMAP's", run.Error);
        System.IO.File.Delete(data);
        GpuClusterProgram.Run("transform", scene, fresh, "-o", File("again.npy")).AssertRefused(2, "x.npy", "--data");
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private static GpuClusterProgram Run(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>Digits from <paramref name="first"/> on as vectors of brightness, by the IDX format's own description.</summary>
    private (string Vectors, string Labels) WriteDigits(int first, int count)
    {
        byte[] images = Unpack("*images*"),
            labels = Unpack("*labels*");
        float[] values = [.. images.Skip(16 + (first * 784)).Take(count * 784).Select(pixel => pixel / 255f)];
        return (
            LayoutFiles.Write(_folder, "fresh.npy", values, 784),
            LayoutFiles.Write(_folder, "fresh.labels.npy", "|u1", [count], labels[(8 + first)..(8 + first + count)])
        );
    }

    private static byte[] Unpack(string pattern)
    {
        using FileStream file = System.IO.File.OpenRead(Directory.GetFiles(GpuClusterProgram.Digits, pattern).Order().First());
        using GZipStream gzip = new(file, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static double Distance(float[] one, float[] other, int sample) =>
        Math.Sqrt(Enumerable.Range(3 * sample, 3).Sum(i => Math.Pow(one[i] - other[i], 2)));

    private static float[] Read(string npy)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(npy)[128..];
        float[] values = new float[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    private static float[] Cloud(int rows, int columns)
    {
        Random random = new((rows * 31) + columns);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle())];
    }
}
