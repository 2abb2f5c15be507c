using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Data.Tests.Scenes;

public sealed class SceneFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_scene_reads_back_as_it_was()
    {
        string path = _folder.File("猫🦊.gpc");
        SceneSamples.Any.Sample(
            scene =>
            {
                SceneFileWriter.Write(path, scene);
                byte[] first = File.ReadAllBytes(path);
                SceneFile back = SceneFileReader.Read(path);
                AssertEqual(scene, back);
                SceneFileWriter.Write(path, back);
                Assert.Equal(first, File.ReadAllBytes(path));
            },
            iter: 150,
            threads: 1
        );
    }

    [Fact]
    public void Every_truncation_is_refused_in_one_line()
    {
        string path = _folder.File("x.gpc");
        SceneFileWriter.Write(path, SceneSamples.Full());
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.DoesNotContain('\n', Refuse(path));
        }
    }

    [Fact]
    public void Flipped_bits_are_refused_or_harmless()
    {
        SceneFileWriter.Write(_folder.File("x.gpc"), SceneSamples.Full());
        byte[] bytes = File.ReadAllBytes(_folder.File("x.gpc"));
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= (byte)(1 << (at % 8));
            string path = _folder.Write("y.gpc", damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // What no checksum covers: times, attributes, comments. The tensors are as they were.
                AssertEqual(SceneSamples.Full(), SceneFileReader.Read(path));
            }
            catch (UnusableInputException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
    }

    [Theory]
    [InlineData("positions.npy")]
    [InlineData("initial.npy")]
    [InlineData("labels.npy")]
    [InlineData("columns/1.json")]
    [InlineData("graph/weights.npy")]
    [InlineData("knn/distances.npy")]
    [InlineData("history/positions.npy")]
    [InlineData("selection/hidden.npy")]
    [InlineData("scene.json")]
    public void A_missing_member_is_named(string member) => Assert.Contains($"{member} is missing", Refuse(Changed(member, null)));

    [Fact]
    public void Wrong_tensors_are_named()
    {
        Assert.Contains("positions.npy is (6, 2)", Refuse(Changed("positions.npy", Npy<float>([6, 2], new float[12]))));
        Assert.Contains("positions.npy is (6, 3) of <i4", Refuse(Changed("positions.npy", Npy<int>([6, 3], new int[18]))));
        Assert.Contains(
            "positions.npy has NaN as value 7",
            Refuse(Changed("positions.npy", Npy<float>([6, 3], [.. Enumerable.Range(0, 18).Select(i => i == 7 ? float.NaN : i)])))
        );
        Assert.Contains("labels.npy has 2 as value 5", Refuse(Changed("labels.npy", Npy<int>([6], [0, 0, 0, 1, -1, 2]))));
        Assert.Contains("graph/row_start.npy descends", Refuse(Changed("graph/row_start.npy", Npy<int>([7], [0, 2, 1, 6, 8, 10, 12]))));
        Assert.Contains(
            "graph/neighbours.npy has 6",
            Refuse(Changed("graph/neighbours.npy", Npy<int>([12], [.. Enumerable.Repeat(6, 12)])))
        );
        Assert.Contains(
            "graph/weights.npy has -1",
            Refuse(Changed("graph/weights.npy", Npy<float>([12], [.. Enumerable.Repeat(-1f, 12)])))
        );
        Assert.Contains("knn/neighbours.npy is empty", Refuse(Changed("knn/neighbours.npy", Npy<int>([6, 0], []))));
        Assert.Contains("history/epochs.npy has 2 as value 1", Refuse(Changed("history/epochs.npy", Npy<int>([2], [2, 2]))));
        Assert.Contains("history/step.npy", Refuse(Changed("history/step.npy", Npy<float>([2, 3], [1, 1, 1, 1, 1, 3e38f]))));
        Assert.Contains("selection/selected.npy does not ascend", Refuse(Changed("selection/selected.npy", Npy<int>([2], [3, 3]))));
        Assert.Contains("columns/1.json holds 2 texts", Refuse(Changed("columns/1.json", "[\"a\", null]"u8.ToArray())));
        Assert.Contains("columns/1.json cannot be parsed", Refuse(Changed("columns/1.json", "[1]"u8.ToArray())));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "newer program")]
    [InlineData("\"version\": 1", "\"version\": 0", "format 0")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "cannot be parsed")]
    [InlineData("gpucluster-scene", "something", "does not describe a scene")]
    [InlineData("\"count\": 6", "\"count\": 0", "0 samples")]
    [InlineData("\"count\": 6", "\"count\": 2147483647", "positions.npy is (6, 3)")]
    [InlineData("\"dims\": 3,\n  \"method\"", "\"dims\": 4,\n  \"method\"", "4 dimensions")]
    [InlineData("\"focus\": 2", "\"focus\": 6", "sample 6 of 6")]
    [InlineData("\"epoch\": 3", "\"epoch\": 501", "epoch 501 of 500")]
    [InlineData("\"minDist\": 0.1", "\"minDist\": -1", "least distance")]
    [InlineData("\"components\": null", "\"components\": 257", "reduced to 257 components")]
    [InlineData("\"components\": null", "\"components\": 0", "reduced to 0 components")]
    [InlineData("\"metric\": \"cosine\"", "\"metric\": 7", "cannot be parsed")]
    [InlineData("\"name\": \"x\"", "\"name\": null", "cannot be parsed")]
    [InlineData("\"sections\": {}", "\"sections\": null", "cannot be parsed")]
    [InlineData("\"path\": \"/x\"", "\"path\": \"\\u0000\"", "an invalid path")]
    public void A_wrong_description_is_named(string from, string to, string said)
    {
        string text = DocumentText();
        Assert.Contains(from, text);
        Assert.Contains(said, Refuse(Changed("scene.json", Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)))));
    }

    [Fact]
    public void A_zip_bomb_costs_nothing()
    {
        byte[] zeros = Npy<float>([6, 3_000_000], new float[18_000_000]);
        string path = Changed("positions.npy", zeros, CompressionLevel.SmallestSize);
        Assert.True(new FileInfo(path).Length < 200_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("would unpack", Refuse(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_scene_packed_anew_by_another_program_is_read()
    {
        string path = _folder.File("x.gpc");
        SceneFileWriter.Write(path, SceneSamples.Full());
        string packed = Repack(path, (_, bytes) => bytes, CompressionLevel.Optimal);
        AssertEqual(SceneSamples.Full(), SceneFileReader.Read(packed));
    }

    [Fact]
    public void Numpy_reads_every_tensor()
    {
        string path = _folder.File("x.gpc");
        SceneFileWriter.Write(path, SceneSamples.Full());
        string code =
            $"import zipfile, io, numpy; z = zipfile.ZipFile('{path}'); assert z.testzip() is None; print(' "
            + $"'.join(f'{{n}}{{numpy.load(io.BytesIO(z.read(n))).shape}}'.replace(' ', '') for n in sorted(z.namelist()) if "
            + "n.endswith('.npy')))";
        string? answer = SystemPython.Run(code);
        Assert.SkipWhen(answer is null, "no python3 with NumPy here");
        Assert.StartsWith("columns/0.npy(6,) graph/neighbours.npy(12,)", answer);
        Assert.Contains("history/positions.npy(2,6,3)", answer);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_scene()
    {
        string path = _folder.Write("x.gpc", [1, 2, 3]);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SceneFileWriter.Write(path, SceneSamples.Full(), new CancellationToken(canceled: true))
        );
        Assert.Throws<ArgumentException>(() =>
            SceneFileWriter.Write(path, SceneSamples.Full() with { Positions = new Layout(7, 3, new float[21]) })
        );
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        if (File.Exists("/dev/full"))
            Assert.Throws<MachineFaultException>(() => SceneFileWriter.Write("/dev/full", SceneSamples.Full(20_000)));
    }

    [Fact]
    public void What_is_no_scene_is_told_by_its_bytes_and_its_name()
    {
        string path = _folder.File("x.zip");
        SceneFileWriter.Write(path, SceneSamples.Full());
        Assert.True(SceneFileReader.Reads(path));
        Assert.True(SceneFileReader.Reads(_folder.File("absent.gpc")));
        Assert.False(SceneFileReader.Reads(_folder.Write("x.npy", [0x93, 1, 2, 3, 4])));
        Assert.False(SceneFileReader.Reads(_folder.Path));
        string fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures");
        Assert.False(SceneFileReader.Reads(Path.Combine(fixtures, "several.npz")));
        Assert.False(SceneFileReader.Reads(Path.Combine(fixtures, "archives", "photos.zip")));
        Assert.Contains("no such file", Refuse(_folder.File("absent.gpc")));
        Assert.Contains("not a usable scene", Refuse(_folder.Write("text.gpc", "no zip at all"u8.ToArray())));
    }

    [Fact]
    public void Data_is_found_beside_the_scene_and_other_data_is_noticed()
    {
        string data = _folder.Write("data.npy", [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7))]);
        string scene = _folder.File("x.gpc");
        SceneSource source = SceneSource.Of(data, new DatasetOptions { Limit = 7, As = MatrixUse.Layout }, scene);
        Assert.Equal((7, MatrixUse.Layout), (source.Options.Limit, source.Options.As));
        Assert.Equal(data, source.Find(scene, out string? warning));
        Assert.Null(warning);

        string moved = Path.Combine(_folder.Path, "moved");
        Directory.CreateDirectory(moved);
        File.Move(data, Path.Combine(moved, "data.npy"));
        Assert.Equal(Path.Combine(moved, "data.npy"), source.Find(Path.Combine(moved, "x.gpc"), out _));
        Assert.Null(source.Find(scene, out warning));
        Assert.Contains("no longer there", warning);

        _folder.Write("data.npy", [1, 2, 3]);
        Assert.Null(source.Find(scene, out warning));
        Assert.Contains("not the data", warning);
    }

    [Fact]
    public void A_model_is_found_beside_the_scene_and_other_weights_are_noticed()
    {
        string model = Directory.CreateDirectory(_folder.File("clip")).FullName;
        string weights = Path.Combine(model, "vision_model.onnx");
        File.WriteAllBytes(weights, [1, 2, 3]);
        string scene = _folder.File("x.gpc");
        SceneModel kept = SceneModel.Of(model, weights, scene);
        Assert.Equal("vision_model.onnx", kept.Weights);
        Assert.Equal(model, kept.Find(scene, out string? fault));
        Assert.Null(fault);

        // What else lies in the folder is not the model.
        File.WriteAllBytes(Path.Combine(model, "README.md"), [9]);
        Assert.Equal(model, kept.Find(scene, out _));
        string moved = Directory.CreateDirectory(_folder.File("moved")).FullName;
        Directory.Move(model, Path.Combine(moved, "clip"));
        Assert.Equal(Path.Combine(moved, "clip"), kept.Find(Path.Combine(moved, "x.gpc"), out _));
        Assert.Null(kept.Find(scene, out fault));
        Assert.Contains("no longer there", fault);

        File.WriteAllBytes(Path.Combine(moved, "clip", "vision_model.onnx"), [1, 2, 4]);
        Assert.Null(kept.Find(Path.Combine(moved, "x.gpc"), out fault));
        Assert.Contains("not the model", fault);

        string single = _folder.Write("only.onnx", [5]);
        Assert.Equal(single, SceneModel.Of(single, single, scene).Find(scene, out _));
    }

    [Fact]
    public void A_folders_fingerprint_tells_its_files()
    {
        string folder = Directory.CreateDirectory(_folder.File("set")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "猫.png"), [1, 2]);
        string before = DataFingerprint.Of(folder);
        Assert.Equal(before, DataFingerprint.Of(folder));
        File.WriteAllBytes(Path.Combine(folder, "猫.png"), [1, 2, 3]);
        Assert.NotEqual(before, DataFingerprint.Of(folder));
        Assert.Throws<UnusableInputException>(() => DataFingerprint.Of(_folder.File("gone")));
    }

    [Fact]
    public void A_scene_from_elsewhere_cannot_have_any_folder_walked()
    {
        string scene = _folder.File("x.gpc");
        SceneSource root = new("/", "/", "0");
        Assert.Null(root.Find(scene, out string? warning));
        Assert.Contains("root of the file system", warning);

        for (int i = 0; i < 5; i++)
            _folder.Write($"{i}.png", [1]);
        Assert.Contains(
            "more than 3 files",
            Assert.Throws<UnusableInputException>(() => DataFingerprint.Of(_folder.Path, maxFiles: 3)).Message
        );
        SceneSource other = new(_folder.Path, ".", "0");
        Assert.ThrowsAny<OperationCanceledException>(() => other.Find(scene, out _, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_checksum_is_that_of_zip()
    {
        Crc32 crc = default;
        crc.Append("1234"u8);
        crc.Append("56789"u8);
        Assert.Equal(0xCBF4_3926u, crc.Value);
    }

    private static void AssertEqual(SceneFile expected, SceneFile found)
    {
        Assert.Equal(JsonSerializer.Serialize(Plain(expected)), JsonSerializer.Serialize(Plain(found)));
        Assert.Equal(
            expected.History.SelectMany(frame => frame.Quantised.ToArray()),
            found.History.SelectMany(frame => frame.Quantised.ToArray())
        );
    }

    /// <summary>A scene as text: records with arrays do not compare by their contents.</summary>
    private static object Plain(SceneFile scene) =>
        new
        {
            scene.Name,
            scene.Method,
            Rows = scene.Rows is { } rows ? new { rows.Count, Of = Enumerable.Range(0, rows.Samples).Select(rows.RowOf) } : null,
            Source = scene.Source is { } source ? $"{source}" : "",
            Model = $"{scene.Model}",
            Run = $"{scene.Run}",
            Positions = Text(scene.Positions.Values),
            Initial = Text(scene.Initial?.Values),
            scene.Labels,
            Columns = scene.Columns.Select(column =>
                $"{column.Name}: {(column is NumericColumn numbers ? Text(numbers.Values) : string.Join('|', ((TextColumn)column).Values))}"
            ),
            scene.Graph,
            scene.Knn,
            History = scene.History.Select(frame => $"{frame.Epoch} {frame.Low} {frame.Step}"),
            scene.Selection,
            Sections = scene.Sections.Select(section =>
                $"{section.Key} {section.Value.GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings("")}"
            ),
        };

    private static string Text<T>(T[]? values) => values is null ? "none" : string.Join(' ', values);

    private static byte[] Npy<T>(ReadOnlySpan<int> shape, T[] values)
        where T : unmanaged
    {
        using MemoryStream stream = new();
        NpyWriter.Write<T>(stream, shape, values);
        return stream.ToArray();
    }

    private string DocumentText()
    {
        string path = _folder.File("plain.gpc");
        SceneFileWriter.Write(path, SceneSamples.Full());
        using ZipArchive zip = ZipFile.OpenRead(path);
        using StreamReader reader = new(zip.GetEntry("scene.json")!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>A whole scene with one member replaced, or without it.</summary>
    private string Changed(string member, byte[]? bytes, CompressionLevel level = CompressionLevel.NoCompression)
    {
        string path = _folder.File("whole.gpc");
        SceneFileWriter.Write(path, SceneSamples.Full());
        return Repack(path, (name, own) => name == member ? bytes : own, level);
    }

    private string Repack(string path, Func<string, byte[], byte[]?> change, CompressionLevel level)
    {
        string target = _folder.File("changed.gpc");
        File.Delete(target);
        using ZipArchive source = ZipFile.OpenRead(path);
        using ZipArchive zip = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in source.Entries)
        {
            using MemoryStream own = new();
            using (Stream stream = entry.Open())
                stream.CopyTo(own);
            if (change(entry.FullName, own.ToArray()) is not { } bytes)
                continue;
            using Stream written = zip.CreateEntry(entry.FullName, level).Open();
            written.Write(bytes);
        }

        return target;
    }

    private static string Refuse(string path)
    {
        string message = Assert.Throws<UnusableInputException>(() => SceneFileReader.Read(path)).Message;
        Assert.Contains(path, message);
        return message;
    }
}
