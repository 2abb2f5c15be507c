using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Embedding.Tests.Layouts;

/// <summary>Layouts/make.py makes the models and computes the vectors.</summary>
public sealed class ModelLayoutsTests : IDisposable
{
    private const int Side = 16;
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Layouts", "fixtures");
    private readonly string _folder = Directory.CreateTempSubdirectory("模型-").FullName;

    public static TheoryData<string> Layouts => [.. Expected.GetProperty("layouts").EnumerateObject().Select(layout => layout.Name)];

    private static JsonElement Expected => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "expected.json"))).RootElement;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void An_export_of_each_layout_gives_the_vectors_that_numpy_gives(string layout)
    {
        JsonElement expected = Expected.GetProperty("layouts").GetProperty(layout);
        Place(layout, expected);
        ModelCheck check = ModelCheck.Of(_folder);
        Assert.True(check is { HasImages: true, HasFault: false }, string.Join(", ", check.Files));
        using (OnnxImageEmbedder images = OnnxImageEmbedder.Open(ModelFolder.Open(_folder), OnnxDevice.Host))
        {
            EmbeddedImages embedded = images.Embed(new Sample(), null, 1, NoProgress.Instance, CancellationToken.None);
            AssertNear(expected.GetProperty("image"), embedded.Vectors.Row(0), Tolerance(expected));
        }

        Assert.Equal(expected.TryGetProperty("texts", out JsonElement texts), check.HasTexts);
        if (!check.HasTexts)
            return;
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(_folder);
        EmbeddingMatrix rows = embedder.Embed(
            [.. Expected.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)],
            TestContext.Current.CancellationToken
        );
        for (int i = 0; i < rows.Rows; i++)
            AssertNear(texts[i], rows.Row(i), Tolerance(expected));
    }

    [Fact]
    public void Weights_of_any_name_count_in_the_hash_of_a_model()
    {
        Place("pe-core", Expected.GetProperty("layouts").GetProperty("pe-core"));
        string before = ModelHash.Of(ModelFolder.Open(_folder), OnnxDevice.Host);
        string weights = Path.Combine(_folder, "visual", "model.onnx.data");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[0] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.NotEqual(before, ModelHash.Of(ModelFolder.Open(_folder), OnnxDevice.Host));
        File.Delete(weights);
        Assert.Contains("model.onnx.data are missing", Assert.Single(ModelCheck.Of(_folder).Files, file => file.Fault is not null).Fault);
    }

    private static double Tolerance(JsonElement expected) =>
        expected.TryGetProperty("tolerance", out JsonElement tolerance) ? tolerance.GetDouble() : 2e-5;

    private static void AssertNear(JsonElement expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i].GetDouble(), actual[i], tolerance);
    }

    private void Place(string layout, JsonElement expected)
    {
        string from = Path.Combine(Fixtures, layout);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            Copy(file, Path.GetRelativePath(from, file));
        if (!expected.TryGetProperty("tokens", out JsonElement tokens))
            return;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Tokens", "fixtures", tokens.GetString()!)))
        {
            if (Path.GetFileName(file) != "config.json")
                Copy(file, Path.Combine(expected.GetProperty("into").GetString()!, Path.GetFileName(file)));
        }
    }

    private void Copy(string file, string name)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(file, path);
    }

    /// <summary>The image of sample_image in make.py.</summary>
    private sealed class Sample : IImageSource
    {
        public int Count => 1;

        public string NameOf(int index) => "sample";

        public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason)
        {
            reason = "not hashed";
            return false;
        }

        public bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? image, [NotNullWhen(false)] out string? reason)
        {
            byte[] rgba =
            [
                .. from y in Enumerable.Range(0, Side)
                from x in Enumerable.Range(0, Side)
                from channel in Enumerable.Range(0, 4)
                select (byte)(channel == 3 ? 255 : ((x * 16) + (y * 3) + (channel * 40)) % 256),
            ];
            (image, reason) = (new DecodedImage(Side, Side, rgba), null);
            return true;
        }
    }
}
