using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Embedding.Tests.Text;

public sealed class ClassPromptsTests
{
    [Fact]
    public void A_class_is_the_unit_mean_of_its_sentences()
    {
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        EmbeddingMatrix classes = ClassPrompts.Embed(
            embedder,
            ["bag", "鞋"],
            ["a photo of a {}", "{}, or {}"],
            TestContext.Current.CancellationToken
        );
        EmbeddingMatrix sentences = embedder.Embed(
            ["a photo of a bag", "bag, or bag", "a photo of a 鞋", "鞋, or 鞋"],
            TestContext.Current.CancellationToken
        );
        for (int c = 0; c < 2; c++)
        {
            double[] sum = [.. Enumerable.Range(0, 64).Select(j => (double)sentences.Row(2 * c)[j] + sentences.Row((2 * c) + 1)[j])];
            double length = Math.Sqrt(sum.Sum(value => value * value));
            for (int j = 0; j < 64; j++)
                Assert.Equal(sum[j] / length, classes.Row(c)[j], 1e-6);
        }
    }

    [Fact]
    public void What_is_no_class_and_no_template_is_refused()
    {
        using ClipTextEmbedder embedder = ClipTextEmbedder.Open(TextModelFolder.TinyClip);
        Assert.Contains("no class", Refusal([], ["{}"]), StringComparison.Ordinal);
        Assert.Contains("class 1 has an empty name", Refusal(["a", " "], ["{}"]), StringComparison.Ordinal);
        Assert.Contains("\"A\" is named twice", Refusal(["a", "b", "A"], ["{}"]), StringComparison.Ordinal);
        Assert.Contains("a photo", Refusal(["a"], ["a photo"]), StringComparison.Ordinal);

        string Refusal(string[] classes, string[] templates) =>
            Assert.Throws<UnusableInputException>(() => ClassPrompts.Embed(embedder, classes, templates, CancellationToken.None)).Message;
    }

    [Theory]
    [InlineData("""{ "logit_scale": 2.5 }""", 12.182493960703473)]
    [InlineData("""{ "logit_scale": 4.6052 }""", 100.00298)]
    [InlineData("""{ "logit_scale": 1e9 }""", LogitScale.Usual)]
    [InlineData("""{ "logit_scale_init_value": 2.6592 }""", LogitScale.Usual)]
    [InlineData(null, LogitScale.Usual)]
    public void The_scale_of_probabilities_is_the_trained_one_where_the_model_says_it(string? settings, double expected)
    {
        using TextModelFolder folder = new("masked");
        if (settings is not null)
            File.WriteAllText(folder["config.json"], settings);
        Assert.Equal(expected, LogitScale.Of(ModelFolder.Open(folder.Path)), 1e-4);
    }
}
