using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;
using GpuCluster.Embedding.Text;
using GpuCluster.Embedding.Tokens;
using GpuCluster.Testing;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of a model's files.</summary>
internal static class ModelTargets
{
    private const int Edge = 4;

    private const string Vocabulary = """
        {"a": 0, "b": 1, "a</w>": 2, "b</w>": 3, "ab</w>": 4, "<|startoftext|>": 5, "<|endoftext|>": 6}
        """;

    private const string Merges = "#version: 0.2\na b</w>\n";

    private const string Preparation = """
        {"crop_size": {"height": 4, "width": 4}, "do_center_crop": true, "do_convert_rgb": true, "do_normalize": true, "do_rescale": true,
         "do_resize": true, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 3,
         "rescale_factor": 0.00392156862745098,
         "size": {"shortest_edge": 4}}
        """;

    private static readonly string[] Words =
    [
        "\"model\"",
        "\"vocab\"",
        "\"merges\"",
        "\"size\"",
        "\"crop_size\"",
        "\"shortest_edge\"",
        "\"resample\"",
        "\"\\ud800\"",
        "<|endoftext|>",
        "\"do_resize\": false",
    ];

    public static IEnumerable<FuzzTarget> All() =>
        [
            new(
                "tokenizer",
                ["Embedding.Tokens.Vocabularies.BpeVocabulary", "Embedding.Models.JsonSettings"],
                () =>
                    [
                        Samples.Text(
                            "tokenizer.json",
                            $$$"""{"model": {"type": "BPE", "vocab": {{{Vocabulary}}}, "merges": ["a b</w>"]}}"""
                        ),
                        Samples.Text(
                            "tokenizer.json",
                            $$$"""{"model": {"type": "BPE", "vocab": {{{Vocabulary}}}, "merges": [["a", "b</w>"]]}}"""
                        ),
                        Samples.OfTokens("chinese-clip-json/tokenizer.json"),
                        Samples.OfTokens("gemma-json/tokenizer.json"),
                        Samples.OfTokens("siglip-json/tokenizer.json"),
                        Samples.OfTokens("xlm-roberta-json/tokenizer.json"),
                    ],
                ReadTokenizer
            )
            {
                Beside = () => [TextModel()],
                Tokens = Words,
            },
            new(
                "vocabulary",
                [],
                () => [Samples.Text("vocab.json", Vocabulary), Samples.Text("merges.txt", Merges), TokenizerSettings()],
                ReadTokenizer
            )
            {
                Beside = () =>
                    [TextModel(), .. new[] { Samples.Text("other/vocab.json", Vocabulary), Samples.Text("other/merges.txt", Merges) }],
                Tokens = Words,
            },
            new(
                "sentence-pieces",
                ["Embedding.Tokens.SentencePieceFile", "Embedding.Tokens.TextTokenizers"],
                () =>
                    [
                        Samples.OfTokens("gemma/tokenizer.model"),
                        Samples.OfTokens("siglip/spiece.model"),
                        Samples.OfTokens("xlm-roberta/sentencepiece.bpe.model"),
                        Samples.OfTokens("chinese-clip/vocab.txt"),
                    ],
                ReadTokenizer
            )
            {
                Beside = () => [TextModel(), Samples.Text("tokenizer_config.json", "{\"tokenizer_class\": \"GemmaTokenizer\"}")],
            },
            new(
                "model-settings",
                [],
                () => [Samples.OfModel("config.json"), Samples.Text("config.json", "{\"logit_scale\": 4.6052, \"a\": {\"b\": [1]}}")],
                path => LogitScale.Of(ModelFolder.Open(Path.GetDirectoryName(path)!))
            )
            {
                Beside = () => [TextModel()],
            },
            new(
                "preparation",
                ["Embedding.Preprocessing.PreparationFile"],
                () => [Samples.Text("preprocessor_config.json", Preparation), Samples.OfModel("preprocessor_config.json")],
                path => PreparationFile.Read(path)
            )
            {
                Tokens = Words,
            },
            new(
                "model-domain",
                ["Embedding.Models.ModelDomain"],
                () =>
                    [
                        Samples.Text(
                            "domain.json",
                            "{\"statement\": \"digits\", \"columns\": 2, \"minCosine\": 0.5, \"centres\": [[1, 0], [0, 1]]}"
                        ),
                        Samples.OfModel("domain.json"),
                    ],
                path => ModelDomain.TryRead(Path.GetDirectoryName(path)!)
            )
            {
                Beside = () => [TextModel()],
            },
            new(
                "model-extent",
                ["Embedding.Models.WholeFile", "Embedding.Models.ModelHash", "Embedding.Onnx.OnnxExtent", "Embedding.Onnx.LinkedModel"],
                Models,
                path => ModelCheck.Of(Path.GetDirectoryName(path)!)
            )
            {
                Tokens = ["location", "offset", "length"],
            },
            new("model", ["Embedding.Onnx.OnnxDevice"], Models, ReadModel)
            {
                Beside = () => [Samples.Text("preprocessor_config.json", Preparation)],
                Tokens = ["pixel_values", "image_embeds", "MatMul", "Flatten", "Reshape", "Cast"],
            },
        ];

    private static FuzzInput TextModel() => new("text_model.onnx", []);

    private static FuzzInput TokenizerSettings() =>
        Samples.Text("tokenizer_config.json", "{\"model_max_length\": 77, \"pad_token\": \"<|endoftext|>\"}");

    private static IEnumerable<FuzzInput> Models()
    {
        const int Pixels = 3 * Edge * Edge;
        float[] weights = [.. Enumerable.Range(0, Pixels * 2).Select(i => i * 0.01f)];
        yield return new FuzzInput(
            "model.onnx",
            new OnnxFile()
                .Input("pixel_values", OnnxFile.SingleType, 0, 3, Edge, Edge)
                .Output("image_embeds", OnnxFile.SingleType, 0, 2)
                .Constant<float>("w", OnnxFile.SingleType, weights, Pixels, 2)
                .Node("Flatten", ["pixel_values"], "flat")
                .Node("MatMul", ["flat", "w"], "image_embeds")
                .ToBytes()
        );
    }

    // Of vocabulary and merges one is changed, and the other lies in another folder where it is absent here.
    private static void ReadTokenizer(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        List<string> copies = [];
        foreach (string name in new[] { "vocab.json", "merges.txt" })
        {
            string from = Path.Combine(folder, "other", name),
                to = Path.Combine(folder, name);
            if (!File.Exists(from) || File.Exists(to))
                continue;
            File.Copy(from, to);
            copies.Add(to);
        }

        try
        {
            TextTokenizers.Open(ModelFolder.Open(folder), null).Encode("ab \ud83d\ude00 b", out _);
        }
        finally
        {
            copies.ForEach(File.Delete);
        }
    }

    private static void ReadModel(string path)
    {
        using OnnxImageEmbedder embedder = OnnxImageEmbedder.Open(ModelFolder.Open(Path.GetDirectoryName(path)!), OnnxDevice.Host);
        if (embedder.Columns < 1)
            throw new UnusableInputException("no columns");
    }
}
