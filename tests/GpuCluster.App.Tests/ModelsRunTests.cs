using System.Text.Json.Nodes;
using SkiaSharp;

namespace GpuCluster.App.Tests;

/// <summary>`models` and `models check` as processes, and the warning of a model that sees images it was not made for.</summary>
public sealed class ModelsRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-models-");

    private static string TinyClip => Path.Combine(GpuClusterProgram.Root, "models", "tiny-clip");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_list_tries_what_is_here_and_names_what_to_get()
    {
        JsonObject json = GpuClusterProgram.Run("models", "--json").Json;

        JsonNode tiny = Assert.Single(json["models"]!.AsArray(), model => (string)model!["name"]! == "tiny-clip")!;
        Assert.True((bool)tiny["usable"]! && (bool)tiny["texts"]!);
        Assert.Equal(64, (int)tiny["dim"]!);
        JsonArray available = json["available"]!.AsArray();
        string page = File.ReadAllText(Path.Combine(GpuClusterProgram.Root, "models", "README.md"));
        Assert.Equal(
            page.Split('\n')
                .Count(line =>
                    line.StartsWith('|')
                    && (line.Contains("`Xenova/") || line.Contains("-app/") || line.Contains("-community/") || line.Contains("`Qdrant/"))
                ),
            available.Count
        );
        Assert.All(available, model => Assert.NotEmpty((string)model!["files"]!));
    }

    [Fact]
    public void A_cut_off_model_is_named_with_its_file_and_the_rest()
    {
        string model = Path.Combine(_folder.FullName, "clip");
        Directory.CreateDirectory(model);
        foreach (string name in new[] { "vision_model.onnx", "text_model.onnx", "preprocessor_config.json", "vocab.json" })
            File.Copy(Path.Combine(TinyClip, name), Path.Combine(model, name));
        using (FileStream cut = File.OpenWrite(Path.Combine(model, "vision_model.onnx")))
            cut.SetLength(cut.Length - 1);

        GpuClusterProgram run = GpuClusterProgram.Run("models", "check", model);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("vision_model.onnx: cut off: 1024474 bytes", run.Out);
        Assert.Contains("merges.txt: missing (tokens of texts; needed for texts)", run.Out);
        Assert.Contains("error: ", run.Error);
        Assert.Equal(0, GpuClusterProgram.Run("models", "check", "tiny-clip", "--json").ExitCode);
        GpuClusterProgram.Run("models", "check", "nowhere").AssertRefused(2, "nowhere: no such folder");
    }

    [Theory]
    [InlineData("immich-siglip2", "gemma-json", "textual")]
    [InlineData("chinese-clip", "chinese-clip", ".")]
    public void A_Chinese_sentence_finds_pictures_by_a_model_that_knows_it(string layout, string tokens, string into)
    {
        string tests = Path.Combine(GpuClusterProgram.Root, "tests", "GpuCluster.Embedding.Tests"),
            model = Path.Combine(_folder.FullName, layout);
        CopyAll(Path.Combine(tests, "Layouts", "fixtures", layout), model);
        CopyAll(Path.Combine(tests, "Tokens", "fixtures", tokens), Path.Combine(model, into));

        GpuClusterProgram check = GpuClusterProgram.Run("models", "check", model, "--json");
        Assert.True((bool)check.Json["usable"]! && (bool)check.Json["texts"]!, check.Error);
        string[] query = ["similar", Photos(), "--model", model, "--text", "一张猫的照片", "-k", "2", "--json"];
        GpuClusterProgram found = GpuClusterProgram.Run(query);
        Assert.True(found.ExitCode == 0, found.Error);
        Assert.Equal(2, found.Json["results"]!.AsArray().Count);

        File.WriteAllText(Path.Combine(model, into, "tokenizer.json"), """{ "model": { "type": "Lattice" } }""");
        GpuClusterProgram.Run(query).AssertRefused(2, "tokenizer.json", "a tokenizer of type Lattice", "WordPiece");
    }

    [Theory]
    [InlineData("label", "--classes", "cat;dog")]
    [InlineData("duplicates")]
    [InlineData("embed", "-o", "OUT")]
    public void Photos_are_outside_the_domain_of_the_shipped_model_and_digits_are_not(string command, params string[] rest)
    {
        string[] options = [.. rest.Select(text => text == "OUT" ? Path.Combine(_folder.FullName, "x.parquet") : text)];

        GpuClusterProgram photos = GpuClusterProgram.Run([command, Photos(), "--model", "tiny-clip", .. options]),
            digits = GpuClusterProgram.Run([command, GpuClusterProgram.Digits, "--limit", "200", "--model", "tiny-clip", .. options]);

        Assert.True(photos.ExitCode == 0, photos.Error);
        Assert.Matches("warning: photos: [0-9]+ % of its images are unlike those that tiny-clip was made for", photos.Error);
        Assert.True(digits.ExitCode == 0, digits.Error);
        Assert.DoesNotContain("made for", digits.Error);
    }

    [Fact]
    public void Ready_vectors_of_photos_are_told_of_too()
    {
        string vectors = Path.Combine(_folder.FullName, "x.parquet");
        Assert.Equal(0, GpuClusterProgram.Run("embed", Photos(), "--model", "tiny-clip", "-o", vectors).ExitCode);

        Assert.Contains("made for", GpuClusterProgram.Run("label", vectors, "--model", "tiny-clip", "--classes", "cat;dog").Error);
    }

    /// <summary>Twelve pictures of bright colours, as photos have.</summary>
    private string Photos()
    {
        string folder = _folder.CreateSubdirectory("photos").FullName;
        for (int i = 0; i < 12; i++)
        {
            using SKBitmap bitmap = new(64, 64);
            for (int y = 0; y < 64; y++)
            {
                for (int x = 0; x < 64; x++)
                {
                    double wave = 127 + (100 * Math.Sin((0.02 * (i + 1) * x) + (0.13 * y)));
                    bitmap.SetPixel(x, y, new SKColor((byte)wave, (byte)(60 + (2 * y)), (byte)(200 - x - (5 * i))));
                }
            }

            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), png.ToArray());
        }

        return folder;
    }

    private static void CopyAll(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                File.Copy(file, path);
        }
    }
}
