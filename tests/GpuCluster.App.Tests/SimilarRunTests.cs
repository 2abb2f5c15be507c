using System.Text.Json.Nodes;
using SkiaSharp;

namespace GpuCluster.App.Tests;

/// <summary>`similar` and `duplicates` as processes, on real image files.</summary>
public sealed class SimilarRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-similar-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_copy_and_a_smaller_version_are_found_and_the_larger_is_kept()
    {
        string photos = Photos();
        string sheet = Path.Combine(_folder.FullName, "组.png"),
            table = Path.Combine(_folder.FullName, "groups.csv");
        GpuClusterProgram run = GpuClusterProgram.Run("duplicates", photos, "--threshold", "0.97", "--json", "-o", sheet);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0.97, (double)run.Json["threshold"]!, 1e-6);
        Assert.Equal(2, (int)run.Json["pairs"]!);
        JsonArray groups = run.Json["groups"]!.AsArray();
        JsonNode exact = Assert.Single(groups, group => (string)group!["kind"]! == "exact")!;
        JsonNode near = Assert.Single(groups, group => (string)group!["kind"]! == "near")!;
        Assert.Equal(["copy 🦊.png", "图0.png"], exact["members"]!.AsArray().Select(member => Path.GetFileName((string)member!["path"]!)));
        Assert.Equal(1, (double)exact["minCosine"]!);
        Assert.Equal(
            ["small.png", "图1.png"],
            near["members"]!.AsArray().Select(member => Path.GetFileName((string)member!["path"]!)).Order(StringComparer.Ordinal)
        );
        Assert.InRange((double)near["meanCosine"]!, 0.97, 0.99999);
        JsonNode kept = Assert.Single(near["members"]!.AsArray(), member => (int)member!["index"]! == (int)near["keep"]!)!;
        Assert.EndsWith("图1.png", (string)kept["path"]!);
        using SKBitmap picture = SKBitmap.Decode(sheet);
        Assert.True(picture.Width > 500 && picture.Height > 200);

        Assert.Equal(1, (int)run.Json["copies"]!);
        JsonNode all = GpuClusterProgram.Run("duplicates", photos, "--threshold", "-1", "--json").Json;
        Assert.Equal((1, 0), ((int)all["copies"]!, all["groups"]!.AsArray().Count(group => (string)group!["kind"]! == "exact")));

        Assert.Equal(0, GpuClusterProgram.Run("duplicates", photos, "--threshold", "0.97", "--group", "connected", "-o", table).ExitCode);
        Assert.Equal(1 + 4, File.ReadAllLines(table).Length);
    }

    /// <summary>A picture cropped by 5 % a side has another vector; a model, a cosine or other data compare vectors.</summary>
    [Fact]
    public void Image_files_are_compared_by_look_unless_a_cosine_is_given()
    {
        string photos = Photos();
        using SKBitmap original = SKBitmap.Decode(Path.Combine(photos, "图2.png")),
            cropped = new(86, 86);
        using (SKCanvas canvas = new(cropped))
            canvas.DrawBitmap(original, -5, -5, SKSamplingOptions.Default, null);
        Save(cropped, Path.Combine(photos, "cropped.png"));

        GpuClusterProgram byLook = GpuClusterProgram.Run("duplicates", photos, "--json");
        Assert.True(byLook.ExitCode == 0, byLook.Error);
        Assert.Equal("look", (string)byLook.Json["by"]!);
        Assert.Equal(
            ["copy 🦊.png 图0.png", "cropped.png 图2.png", "small.png 图1.png"],
            byLook.Json["groups"]!
                .AsArray()
                .Select(group =>
                    string.Join(
                        ' ',
                        group!["members"]!
                            .AsArray()
                            .Select(member => Path.GetFileName((string)member!["path"]!))
                            .Order(StringComparer.Ordinal)
                    )
                )
                .Order(StringComparer.Ordinal)
        );

        GpuClusterProgram byCosine = GpuClusterProgram.Run("duplicates", photos, "--threshold", "0.97", "--json");
        Assert.Equal(("cosine", 2), ((string)byCosine.Json["by"]!, byCosine.Json["groups"]!.AsArray().Count));
        Assert.Equal(
            "cosine",
            (string)GpuClusterProgram.Run("duplicates", GpuClusterProgram.Digits, "--limit", "50", "--json").Json["by"]!
        );
    }

    [Fact]
    public void Rules_decide_which_picture_is_kept()
    {
        string photos = Photos();
        string KeptOf(string kind, string rules)
        {
            GpuClusterProgram run = GpuClusterProgram.Run("duplicates", photos, "--threshold", "0.97", "--keep", rules, "--json");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(rules, string.Join(',', run.Json["keepBy"]!.AsArray().Select(name => (string)name!)));
            JsonNode group = Assert.Single(run.Json["groups"]!.AsArray(), group => (string)group!["kind"]! == kind)!;
            return Path.GetFileName(
                (string)Assert.Single(group["members"]!.AsArray(), member => (int)member!["index"]! == (int)group["keep"]!)!["path"]!
            );
        }

        string copy = Path.Combine(photos, "copy 🦊.png");
        File.SetLastWriteTimeUtc(copy, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal("图0.png", KeptOf("exact", "larger,older"));
        Assert.Equal("copy 🦊.png", KeptOf("exact", "first"));
        Assert.Equal("small.png", KeptOf("near", "folder,larger"));
        GpuClusterProgram.Run("duplicates", photos, "--keep", "largest").AssertRefused(2, "--keep largest", "'largest'", "sharper");
        GpuClusterProgram.Run("duplicates", GpuClusterProgram.Digits, "--keep", "older").AssertRefused(2, "'older'", "--keep");
    }

    [Fact]
    public void A_sample_or_a_picture_finds_what_is_like_it()
    {
        string photos = Photos();
        string query = Path.Combine(photos, "海", "图1.png");
        string sheet = Path.Combine(_folder.FullName, "sheet.png");
        GpuClusterProgram byImage = GpuClusterProgram.Run("similar", photos, "--image", query, "-k", "3", "--json", "-o", sheet);
        Assert.True(byImage.ExitCode == 0, byImage.Error);
        JsonArray results = byImage.Json["results"]!.AsArray();
        Assert.Equal(3, results.Count);
        Assert.Equal(["图1.png", "small.png"], results.Take(2).Select(each => Path.GetFileName((string)each!["path"]!)));
        Assert.Equal("海", (string)results[0]!["label"]!);
        Assert.Equal(1, (double)results[0]!["cosine"]!, 1e-6);
        using SKBitmap picture = SKBitmap.Decode(sheet);
        Assert.True(picture.Width > 500);

        GpuClusterProgram byIndex = GpuClusterProgram.Run(
            "similar",
            photos,
            "--index",
            $"{(int)results[0]!["index"]!}",
            "-k",
            "2",
            "--json",
            "--device",
            "ilgpu-cpu"
        );
        Assert.True(byIndex.ExitCode == 0, byIndex.Error);
        Assert.Equal(
            [.. results.Skip(1).Select(each => (int)each!["index"]!)],
            byIndex.Json["results"]!.AsArray().Select(each => (int)each!["index"]!)
        );
    }

    [Fact]
    public void A_text_may_begin_with_an_at_sign()
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "similar",
            GpuClusterProgram.Digits,
            "--limit",
            "20",
            "--model",
            "tiny-clip",
            "--text",
            "@home",
            "-k",
            "2",
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(2, run.Json["results"]!.AsArray().Count);
    }

    [Fact]
    public void Large_vectors_are_searched_as_they_are_read_and_a_bad_value_is_refused_on_every_device()
    {
        // Rows of zeros that take no room on the disk, but for three.
        const int Rows = 70_000,
            Columns = 1024;
        string path = Path.Combine(_folder.FullName, "大.npy");
        Dictionary<int, float> values = new()
        {
            [3] = 2,
            [Rows / 2] = -5,
            [Rows - 1] = 7,
        };
        WriteRows(path, Rows, Columns, values);
        GpuClusterProgram run = GpuClusterProgram.Run("similar", path, "--index", "3", "-k", "2", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            [(Rows - 1, 1.0), (0, 0.0)],
            run.Json["results"]!.AsArray().Select(each => ((int)each!["index"]!, (double)each["cosine"]!))
        );
        Assert.Equal(
            Rows - 1,
            GpuClusterProgram.Run("similar", path, "--index", "0", "-k", "100000", "--json").Json["results"]!.AsArray().Count
        );

        foreach (string device in new[] { "auto", "ilgpu-cpu" })
        {
            values[Rows - 1] = float.NegativeInfinity;
            WriteRows(path, Rows, Columns, values);
            GpuClusterProgram
                .Run("similar", path, "--index", "3", "--device", device)
                .AssertRefused(2, "大.npy", $"row {Rows - 1}, column {Columns - 1} is -", "nan_to_num");
        }
    }

    [Theory]
    [InlineData("one of --index", "similar")]
    [InlineData("0 to 9999", "similar", "--index", "10000")]
    [InlineData("-k 0", "similar", "--index", "0", "-k", "0")]
    [InlineData("end the name", "similar", "--index", "0", "-o", "sheet.gif")]
    [InlineData("no such file", "similar", "--image", "nowhere.png")]
    [InlineData("--threshold 2", "duplicates", "--threshold", "2")]
    [InlineData("star or connected", "duplicates", "--group", "pairs")]
    [InlineData(".csv, .json or .png", "duplicates", "-o", "groups.xml")]
    public void Wrong_use_is_told(string word, string command, params string[] rest) =>
        GpuClusterProgram.Run([command, GpuClusterProgram.Digits, .. rest]).AssertRefused(2, word);

    /// <summary>Seven pictures: five different ones, a copy of one, and one of a quarter of the size.</summary>
    private string Photos()
    {
        string root = Path.Combine(_folder.FullName, "照片");
        Directory.CreateDirectory(Path.Combine(root, "海"));
        for (int i = 0; i < 5; i++)
        {
            using SKBitmap bitmap = Waves(i, 96);
            Save(bitmap, Path.Combine(root, i == 1 ? "海" : "", $"图{i}.png"));
        }

        File.Copy(Path.Combine(root, "图0.png"), Path.Combine(root, "copy 🦊.png"));
        using SKBitmap small = Waves(1, 48);
        Save(small, Path.Combine(root, "small.png"));
        return root;
    }

    /// <summary>A .npy of zeros with a last value in some rows.</summary>
    private static void WriteRows(string path, int rows, int columns, Dictionary<int, float> lastValues)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}".PadRight(117) + "\n";
        using FileStream file = new(path, FileMode.Create);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header)]);
        file.SetLength(128 + ((long)rows * columns * sizeof(float)));
        foreach ((int row, float value) in lastValues)
        {
            file.Seek(128 + (((row + 1L) * columns) - 1) * sizeof(float), SeekOrigin.Begin);
            file.Write(BitConverter.GetBytes(value));
        }
    }

    private static SKBitmap Waves(int seed, int edge)
    {
        SKBitmap bitmap = new(edge, edge);
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
            {
                double at = ((seed + 1) * 2.0 * x / edge) + ((5 - seed) * 3.0 * y / edge);
                bitmap.SetPixel(x, y, new SKColor(Level(at), Level(at + seed), Level(2 * at)));
            }
        }

        return bitmap;

        static byte Level(double at) => (byte)(127 + (120 * Math.Sin(at)));
    }

    private static void Save(SKBitmap bitmap, string path)
    {
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, png.ToArray());
    }
}
