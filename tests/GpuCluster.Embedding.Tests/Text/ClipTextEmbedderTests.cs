using System.Text.Json;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;
using GpuCluster.Embedding.Tokens;

namespace GpuCluster.Embedding.Tests.Text;

public sealed class ClipTextEmbedderTests
{
    [Fact]
    public void The_shipped_model_gives_the_vectors_that_PyTorch_gave()
    {
        using JsonDocument check = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TextModelFolder.TinyClip, "check.json")));
        JsonElement[] texts = [.. check.RootElement.GetProperty("texts").EnumerateArray()];
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        EmbeddingMatrix rows = embedder.Embed(
            [.. texts.Select(text => text.GetProperty("text").GetString()!)],
            TestContext.Current.CancellationToken
        );
        Assert.Equal((texts.Length, 64), (rows.Rows, rows.Columns));
        ClipTokenizer tokenizer = ClipTokenizer.Open(ModelFolder.Open(TextModelFolder.TinyClip), null);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(
                texts[i].GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()),
                tokenizer.Encode(texts[i].GetProperty("text").GetString()!)
            );
            float[] expected = [.. texts[i].GetProperty("vector").EnumerateArray().Select(value => value.GetSingle())];
            for (int j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], rows.Row(i)[j], 1e-5f);
        }
    }

    // Each fixture's vector is (sum of tokens, number of tokens, 1); those without a mask count what fills their row too, here
    // <|endoftext|>.
    [Theory]
    [InlineData("masked", "text_model.onnx", false, 1e-6f)]
    [InlineData("open_width", "text_model.onnx", false, 1e-6f)]
    [InlineData("combined", "onnx/model.onnx", false, 1e-6f)]
    [InlineData("int32_fixed", "textual/model.onnx", true, 1e-6f)]
    [InlineData("half", "text_model.onnx", false, 1e-3f)]
    public void Every_kind_of_export_gives_its_unit_rows(string model, string name, bool isPadded, float tolerance)
    {
        using TextModelFolder folder = new(model, name);
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(folder.Path);
        string[] texts = ["cat", "a photo of a cat", .. Enumerable.Range(0, 70).Select(i => $"number {i}")];
        EmbeddingMatrix rows = embedder.Embed(texts, TestContext.Current.CancellationToken);
        Assert.Equal((texts.Length, 3, 3), (rows.Rows, rows.Columns, embedder.Columns));
        ClipTokenizer tokenizer = ClipTokenizer.Open(ModelFolder.Open(folder.Path), null);
        for (int i = 0; i < texts.Length; i++)
        {
            int[] ids = tokenizer.Encode(texts[i]);
            double count = isPadded ? 77 : ids.Length,
                sum = ids.Sum() + (isPadded ? (77.0 - ids.Length) * tokenizer.Padding : 0);
            double length = Math.Sqrt((sum * sum) + (count * count) + 1);
            Assert.Equal(sum / length, rows.Row(i)[0], tolerance);
            Assert.Equal(count / length, rows.Row(i)[1], tolerance);
            Assert.Equal(1 / length, rows.Row(i)[2], tolerance);
        }
    }

    [Theory]
    [InlineData("image_only", "has no text side")]
    [InlineData("hidden_only", "gives no vector of a text")]
    [InlineData("asks_more", "\"position_ids\"")]
    public void A_model_without_a_text_side_of_this_kind_is_refused_when_it_is_opened(string model, string says)
    {
        using TextModelFolder folder = new(model);
        string message = Assert.Throws<UnusableInputException>(() => ClipTextEmbedder.Open(folder.Path)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(folder["text_model.onnx"], message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_and_missing_models_are_refused()
    {
        using TextModelFolder folder = new("masked");
        File.WriteAllBytes(folder["text_model.onnx"], File.ReadAllBytes(folder["text_model.onnx"])[..100]);
        Assert.Contains(
            "no model that ONNX Runtime can run",
            Assert.Throws<UnusableInputException>(() => ClipTextEmbedder.Open(folder.Path)).Message,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(folder["text_model.onnx"], []);
        Assert.Throws<UnusableInputException>(() => ClipTextEmbedder.Open(folder.Path));
        File.Move(folder["text_model.onnx"], folder["vision_model.onnx"]);
        Assert.Contains(
            "no text model",
            Assert.Throws<UnusableInputException>(() => ClipTextEmbedder.Open(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n\u3000")]
    public void An_empty_text_is_refused_with_its_place(string text)
    {
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        string message = Assert.Throws<UnusableInputException>(() => embedder.Embed(["a cat", text], CancellationToken.None)).Message;
        Assert.Contains("text 1 is empty", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_without_direction_is_refused_with_its_text()
    {
        using TextModelFolder folder = new("zero");
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(folder.Path);
        Assert.Contains(
            "\"猫\"",
            Assert.Throws<UnusableInputException>(() => embedder.Embed(["猫"], CancellationToken.None)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Texts_in_any_script_and_of_any_length_have_unit_rows_that_do_not_depend_on_their_company()
    {
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        string[] texts =
        [
            "手写数字七",
            "👟👟👟",
            "ß",
            "\ud83d",
            "\0",
            new string('長', 5000),
            string.Join(' ', Enumerable.Repeat("boot", 300)),
        ];
        EmbeddingMatrix rows = embedder.Embed(texts, TestContext.Current.CancellationToken);
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(1, Math.Sqrt(rows.Row(i).ToArray().Sum(value => (double)value * value)), 1e-6);
            float[] alone = embedder.Embed([texts[i]], TestContext.Current.CancellationToken).Row(0).ToArray();
            for (int j = 0; j < alone.Length; j++)
                Assert.Equal(alone[j], rows.Row(i)[j], 1e-5f);
        }
    }

    [Fact]
    public void A_text_that_loses_words_is_told()
    {
        List<string> told = [];
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip, told.Add);
        embedder.Embed([string.Join(' ', Enumerable.Repeat("cat", 75))], TestContext.Current.CancellationToken);
        Assert.Empty(told);
        embedder.Embed(["a cat", string.Join(' ', Enumerable.Repeat("cat", 76))], TestContext.Current.CancellationToken);
        string warning = Assert.Single(told);
        Assert.StartsWith("\"cat cat", warning, StringComparison.Ordinal);
        Assert.Contains("longer than the 77 tokens", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_stops_the_work()
    {
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        Assert.Throws<OperationCanceledException>(() => embedder.Embed(["a"], new CancellationToken(canceled: true)));
    }
}
