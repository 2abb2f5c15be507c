using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using SkiaSharp;

namespace GpuCluster.App.Tests;

/// <summary>`embed` as a process: what it writes, and what is left of it after it was stopped, killed, or had no room.</summary>
public sealed class EmbedRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-嵌入-");

    private Dictionary<string, string> OwnCache => new() { ["XDG_CACHE_HOME"] = InFolder("cache") };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("v.npy")]
    [InlineData("v.npz")]
    [InlineData("v.parquet")]
    public void Vectors_know_their_files_labels_and_model_wherever_they_are_read_from(string name)
    {
        string photos = Photos();
        string output = InFolder("写出", name);
        Directory.CreateDirectory(InFolder("写出"));
        GpuClusterProgram run = GpuClusterProgram.Run(
            OwnCache,
            "embed",
            Path.GetRelativePath(Environment.CurrentDirectory, photos),
            "--model",
            "tiny-clip",
            "-o",
            output,
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            (4, 64, "tiny-clip", 0),
            ((int)run.Json["n"]!, (int)run.Json["dim"]!, (string)run.Json["model"]!, (int)run.Json["cached"]!)
        );
        JsonNode skipped = Assert.Single(run.Json["skipped"]!.AsArray())!;
        Assert.EndsWith("坏.jpg", (string)skipped["path"]!);
        Assert.NotEmpty((string)skipped["reason"]!);
        EmbeddingDataset read = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(output, new DatasetOptions(), TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            Directory.GetFiles(photos, "图*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            read.Files!.Select(Path.GetFullPath).Order(StringComparer.Ordinal)
        );
        Assert.Equal("tiny-clip", read.MadeBy);
        Assert.Equal(
            read.Files!.Select(file => Path.GetFileName(Path.GetDirectoryName(file))),
            read.Labels!.ClassOf.Select(label => read.Labels.ClassNames[label])
        );
        for (int row = 0; row < read.Count; row++)
            Assert.Equal(1, read.Embedding.Row(row).ToArray().Sum(value => (double)value * value), 1e-6);

        // The query is embedded by the model that the file names, and finds itself.
        GpuClusterProgram similar = GpuClusterProgram.Run(OwnCache, "similar", output, "--image", read.Files![2], "-k", "1", "--json");
        Assert.True(similar.ExitCode == 0, similar.Error);
        JsonNode best = Assert.Single(similar.Json["results"]!.AsArray())!;
        Assert.Equal((2, Path.GetFullPath(read.Files[2])), ((int)best["index"]!, Path.GetFullPath((string)best["path"]!)));
        Assert.Equal(1, (double)best["cosine"]!, 1e-5);
        GpuClusterProgram.Run("similar", output, "--image", read.Files[2], "--model", "pixels").AssertRefused(2, name, "tiny-clip");
    }

    [Fact]
    public void A_photo_that_is_broken_behind_its_header_is_named_and_costs_no_other_its_vector()
    {
        string photos = Photos(),
            broken = Path.Combine(photos, "山", "图0.png");
        byte[] whole = File.ReadAllBytes(broken);
        File.WriteAllBytes(broken, whole[..(whole.Length / 2)]);
        string output = InFolder("broken.npz");

        GpuClusterProgram run = GpuClusterProgram.Run(OwnCache, "embed", photos, "--model", "tiny-clip", "-o", output, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            [Path.GetFileName(broken), "坏.jpg"],
            run.Json["skipped"]!.AsArray().Select(file => Path.GetFileName((string)file!["path"]!)).Order(StringComparer.Ordinal)
        );
        Assert.Contains("1 of 4 images cannot be embedded and are left out", run.Error);
        EmbeddingDataset read = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(output, new DatasetOptions(), TestContext.Current.CancellationToken)
        );
        Assert.Equal(["图1.png", "图2.png", "图3.png"], read.Files!.Select(Path.GetFileName));
        File.WriteAllBytes(broken, whole);
        GpuClusterProgram all = GpuClusterProgram.Run(OwnCache, "embed", photos, "--model", "tiny-clip", "-o", output, "--json");
        Assert.Equal((4, 3), ((int)all.Json["n"]!, (int)all.Json["cached"]!));
    }

    [Fact]
    public void Names_that_are_no_files_stay_names()
    {
        string output = InFolder("digits.npz");
        GpuClusterProgram run = GpuClusterProgram.Run("embed", GpuClusterProgram.Digits, "--limit", "30", "-o", output, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        GpuClusterProgram similar = GpuClusterProgram.Run("similar", output, "--index", "7", "-k", "2", "--json");
        Assert.Equal("mnist[7]", (string)similar.Json["query"]!["path"]!);
    }

    [Fact]
    public void Images_inside_a_parquet_keep_the_names_that_it_gives_them()
    {
        string output = InFolder("boxes.npz");
        string data = Path.Combine(GpuClusterProgram.Root, "tests", "GpuCluster.Data.Tests", "fixtures", "boxes.parquet");
        GpuClusterProgram run = GpuClusterProgram.Run(OwnCache, "embed", data, "--model", "tiny-clip", "-o", output, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("note: ", run.Error);
        Dataset read = DatasetReader.Read(output, new DatasetOptions(), TestContext.Current.CancellationToken);
        TextColumn names = Assert.IsType<TextColumn>(read.Columns[0]);
        Assert.Equal(["kept/first.png", "boxes.parquet[1]"], names.Values);
    }

    [Fact]
    public void A_text_finds_the_pictures_it_speaks_of()
    {
        foreach (
            (string data, string text, string label) in new[]
            {
                ("mnist", "a photo of the digit seven", "7"),
                ("fashion", "a photo of a sneaker", "Sneaker"),
            }
        )
        {
            GpuClusterProgram run = GpuClusterProgram.Run(
                "similar",
                Path.Combine(GpuClusterProgram.Root, "assets", data),
                "--limit",
                "2000",
                "--model",
                "tiny-clip",
                "--text",
                text,
                "-k",
                "20",
                "--json"
            );
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(text, (string)run.Json["query"]!["text"]!);
            Assert.All(run.Json["results"]!.AsArray(), result => Assert.Equal(label, (string)result!["label"]!));
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(2)]
    public void What_was_embedded_before_a_kill_or_Ctrl_C_is_not_done_again_and_no_row_is_lost(int signal)
    {
        string[] command = ["embed", GpuClusterProgram.Digits, "--model", "tiny-clip", "--threads", "1", "-o", InFolder("v.npy")];
        using (Process process = GpuClusterProgram.Start(OwnCache, command))
        {
            // Some of the vectors are kept by now, and most are still to come.
            while (!process.HasExited && Kept() < 200_000)
                Thread.Sleep(1);
            Assert.False(process.HasExited, "the run was to be stopped in its midst");
            if (signal == 9)
                process.Kill();
            else
                GpuClusterProgram.Interrupt(process);

            GpuClusterProgram stopped = GpuClusterProgram.Finish(process);
            Assert.NotEqual(0, stopped.ExitCode);
        }

        Assert.Empty(_folder.GetFiles("v*"));
        GpuClusterProgram again = GpuClusterProgram.Run(OwnCache, [.. command, "--json"]);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.InRange((int)again.Json["cached"]!, 100, 9_999);
        GpuClusterProgram afresh = GpuClusterProgram.Run(
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = InFolder("other cache") },
            [.. command[..^1], InFolder("w.npy")]
        );
        Assert.True(afresh.ExitCode == 0, afresh.Error);
        Assert.Equal(File.ReadAllBytes(InFolder("w.npy")), File.ReadAllBytes(InFolder("v.npy")));
    }

    [Fact]
    public void A_cache_without_room_ends_the_keeping_and_not_the_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit on a file's size is set by a POSIX shell");

        Assert.Equal(
            0,
            GpuClusterProgram
                .Run(OwnCache, "embed", GpuClusterProgram.Digits, "--limit", "250", "--model", "tiny-clip", "-o", InFolder("before.npy"))
                .ExitCode
        );

        // A file may have 64 blocks of 512 or 1,024 bytes. The journal has more already, or will; the output needs less.
        ProcessStartInfo start = new(
            "/bin/sh",
            [
                "-c",
                "trap '' XFSZ; ulimit -f 64; exec \"$@\"",
                "sh",
                .. GpuClusterProgram.CommandLine(
                    "embed",
                    Path.Combine(GpuClusterProgram.Root, "assets", "fashion"),
                    "--limit",
                    "100",
                    "--model",
                    "tiny-clip",
                    "-o",
                    InFolder("v.npy"),
                    "--json"
                ),
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The runtime's executable memory counts as a file's where it is mapped twice.
            Environment = { ["XDG_CACHE_HOME"] = InFolder("cache"), ["DOTNET_EnableWriteXorExecute"] = "0" },
        };
        using Process shell = Process.Start(start)!;
        GpuClusterProgram run = GpuClusterProgram.Finish(shell);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(100, (int)run.Json["n"]!);
        Assert.Contains("warning: ", run.Error);
        Assert.Contains("are no longer cached for the next run", run.Error);
    }

    [Theory]
    [InlineData("end the name in .npy, .npz or .parquet", "-o", "v.txt")]
    [InlineData("no such folder", "-o", "v.npy", "--model", "no-such-model")]
    public void Wrong_use_is_told_before_the_work(string word, params string[] rest) =>
        GpuClusterProgram
            .Run([
                "embed",
                GpuClusterProgram.Digits,
                .. rest.Select(each => each.StartsWith("v.", StringComparison.Ordinal) ? InFolder(each) : each),
            ])
            .AssertRefused(2, word);

    private string InFolder(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    // What ONNX Runtime keeps beside it for a moment is not ours.
    private long Kept()
    {
        DirectoryInfo cache = new(InFolder("cache", "gpucluster", "embeddings"));
        return cache.Exists ? cache.GetFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }

    /// <summary>Four pictures in two sub-folders and a file that is none.</summary>
    private string Photos()
    {
        string root = InFolder("照片");
        for (int i = 0; i < 4; i++)
        {
            string folder = Path.Combine(root, i < 2 ? "山" : "海");
            Directory.CreateDirectory(folder);
            using SKBitmap bitmap = new(40 + i, 30);
            bitmap.Erase(new SKColor((byte)(60 * i), (byte)(200 - (40 * i)), 90));
            bitmap.SetPixel(3 * i, 5, SKColors.White);
            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, $"图{i}.png"), png.ToArray());
        }

        File.WriteAllBytes(Path.Combine(root, "海", "坏.jpg"), [1, 2, 3]);
        return root;
    }
}
