using System.Text.Json;
using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tokens;

namespace GpuCluster.Embedding.Tests.Tokens;

/// <summary>fixtures/make.py makes the vocabularies and spm.json, fixtures/record.mjs makes hf.json.</summary>
public sealed class TextTokenizersTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Tokens", "fixtures");
    private readonly string _folder = Directory.CreateTempSubdirectory("文本-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("siglip", "siglip", 64, 1)]
    [InlineData("xlm-roberta", "xlm-roberta", 512, 1)]
    [InlineData("gemma", "gemma", 64, 0)]
    [InlineData("gemma-json", "gemma-lower", 64, 0)]
    public void Tokens_are_those_of_SentencePiece_itself(string folder, string recorded, int length, int padding)
    {
        Copy(folder);
        ITextTokenizer tokenizer = Open(_folder);
        Assert.Equal((length, padding), (tokenizer.ContextLength, tokenizer.Padding));
        foreach ((string text, int[] tokens) in Recorded("spm.json", recorded))
            AssertTokens(text, tokens, tokenizer);
    }

    // Hugging Face's JavaScript does not read the file's table of characters: where it matters, SentencePiece's tokens are right.
    [Theory]
    [InlineData("siglip-json", "siglip", 64, 1)]
    [InlineData("xlm-roberta-json", "xlm-roberta", 512, 1)]
    [InlineData("gemma-json", null, 77, 0)]
    [InlineData("chinese-clip-json", null, 512, 0)]
    [InlineData("chinese-clip", null, 512, 0)]
    public void Tokens_are_those_of_Hugging_Face(string folder, string? exact, int length, int padding)
    {
        Copy(folder);
        File.Delete(Path.Combine(_folder, "config.json"));
        ITextTokenizer tokenizer = Open(_folder);
        Assert.Equal((length, padding), (tokenizer.ContextLength, tokenizer.Padding));
        Dictionary<string, int[]> exactly = exact is null ? [] : Recorded("spm.json", exact).ToDictionary();
        string recorded = folder.EndsWith("-json", StringComparison.Ordinal) ? folder : folder + "-json";
        foreach ((string text, int[] tokens) in Recorded("hf.json", recorded))
        {
            bool needsTable = exact is not null && text.Contains('\u200b', StringComparison.Ordinal);
            AssertTokens(text, needsTable ? exactly[text] : tokens, tokenizer);
        }
    }

    [Fact]
    public void A_piece_that_is_kept_whole_is_found_before_anything_else()
    {
        Copy("gemma-json");
        Change(
            "tokenizer.json",
            "\"added_tokens\":[",
            "\"added_tokens\":[{\"id\":9,\"content\":\"<Table>\",\"special\":false},{\"id\":8,\"content\":\"<Tab\",\"special\":false},"
        );
        ITextTokenizer tokenizer = Open(_folder);
        int[] before = tokenizer.Encode("a photo", out _),
            after = tokenizer.Encode(" of", out _);
        Assert.Equal([.. before[..^1], 9, 9, .. after[..^1], 8, 1], tokenizer.Encode("a photo<Table><Table> of<Tab", out _));
        Assert.DoesNotContain(1, tokenizer.Encode("<eos>", out _)[..^1]);
    }

    [Fact]
    public void A_long_text_loses_its_last_words_and_keeps_its_end()
    {
        Copy("xlm-roberta");
        ITextTokenizer tokenizer = Open(_folder);
        string words = string.Join(' ', Enumerable.Repeat("cat", 400));
        int[] tokens = tokenizer.Encode(words + words, out bool isCut);
        Assert.True(isCut);
        Assert.Equal((512, 0, 2), (tokens.Length, tokens[0], tokens[^1]));
        Assert.Equal(tokenizer.Encode(words, out isCut)[..400], tokens[..400]);
    }

    [Theory]
    [InlineData("siglip-json")]
    [InlineData("gemma-json")]
    [InlineData("xlm-roberta")]
    [InlineData("chinese-clip")]
    public void Any_text_has_tokens_within_the_vocabulary(string folder)
    {
        Copy(folder);
        ITextTokenizer tokenizer = Open(_folder);
        Gen.String[Gen.Char, 0, 100]
            .Sample(text => Assert.All(tokenizer.Encode(text, out _), token => Assert.InRange(token, 0, 1200)), iter: 300);
    }

    // open_clip's models, as immich has them: the settings of the texts stand in the config.json of the model.
    [Fact]
    public void Open_clips_settings_make_the_canonical_form_and_the_length()
    {
        Copy("gemma-json");
        File.WriteAllText(
            Path.Combine(_folder, "config.json"),
            """{ "embed_dim": 8, "text_cfg": { "context_length": 48, "tokenizer_kwargs": { "clean": "canonicalize" } } }"""
        );
        ITextTokenizer tokenizer = Open(_folder);
        Assert.Equal(48, tokenizer.ContextLength);
        Assert.Equal(tokenizer.Encode("a top left cat", out _), tokenizer.Encode(" A top_left,  CAT!?", out _));
    }

    [Theory]
    [InlineData(
        "siglip-json",
        "tokenizer.json",
        "\"Unigram\"",
        "\"Lattice\"",
        "a tokenizer of type Lattice; supported are CLIP's BPE, SentencePiece"
    )]
    [InlineData("siglip-json", "tokenizer.json", "\"Lowercase\"", "\"NFKD\"", "a normalizer of type \"NFKD\" is not supported")]
    [InlineData("siglip-json", "tokenizer.json", "\"Metaspace\"", "\"Digits\"", "a pre_tokenizer of type \"Digits\" is not supported")]
    [InlineData("siglip-json", "tokenizer.json", "\"TemplateProcessing\"", "\"Other\"", "a post_processor of type \"Other\"")]
    [InlineData("siglip-json", "tokenizer.json", "\"unk_id\":2", "\"unk_id\":-1", "unk_id")]
    [InlineData("chinese-clip-json", "tokenizer.json", "_word\":100", "_word\":1001", "has to be 1 to 1000")]
    [InlineData("chinese-clip-json", "tokenizer.json", "_word\":100", "_word\":0", "has to be 1 to 1000")]
    [InlineData("siglip-json", "tokenizer.json", "\\\\s+", "(?=a)", "is not supported")]
    [InlineData("siglip-json", "tokenizer_config.json", "\"pad_token\":\"</s>\"", "\"pad_token\":\"<none>\"", "lacks the token <none>")]
    [InlineData("siglip", "tokenizer_config.json", "SiglipTokenizer", "MBartTokenizer", "class MBartTokenizer")]
    [InlineData("siglip", "tokenizer_config.json", "\"tokenizer_class\"", "\"other\"", "names its class")]
    [InlineData("gemma-json", "tokenizer.json", "<0x41>", "<0xZZ>", "no piece <0x41>")]
    [InlineData("chinese-clip", "vocab.txt", "[CLS]", "[NONE]", "lacks the token [CLS]")]
    [InlineData("chinese-clip-json", "tokenizer.json", "\"[UNK]\":1", "\"[UNK]\":99999", "not numbered from 0")]
    public void What_is_not_supported_is_refused_by_its_name(string folder, string file, string old, string now, string says)
    {
        Copy(folder);
        Change(file, old, now);
        string message = Assert.Throws<UnusableInputException>(() => Open(_folder)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(_folder, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("siglip", "spiece.model")]
    [InlineData("gemma", "tokenizer.model")]
    [InlineData("xlm-roberta-json", "tokenizer.json")]
    [InlineData("chinese-clip", "vocab.txt")]
    public void A_damaged_file_is_refused_or_gives_tokens(string folder, string file)
    {
        Copy(folder);
        byte[] whole = File.ReadAllBytes(Path.Combine(_folder, file));
        uint key = CounterRandom.Key(14, 0, 0),
            draw = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            byte[] damaged = trial % 2 == 0 ? whole[..(int)(whole.Length * trial / 60)] : [.. whole];
            for (int i = 0; i < trial % 3 && damaged.Length > 0; i++)
            {
                int place = CounterRandom.Index(CounterRandom.Bits(key, draw++), damaged.Length);
                damaged[place] ^= (byte)(1 + CounterRandom.Index(CounterRandom.Bits(key, draw++), 255));
            }

            File.WriteAllBytes(Path.Combine(_folder, file), damaged);
            try
            {
                Assert.NotEmpty(Open(_folder).Encode("a photo of a 猫 é", out _));
            }
            catch (UnusableInputException e)
            {
                Assert.Contains(_folder, e.Message, StringComparison.Ordinal);
            }
        }
    }

    private void Copy(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Fixtures, folder)))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    private void Change(string file, string old, string now)
    {
        string path = Path.Combine(_folder, file),
            content = File.ReadAllText(path);
        Assert.Contains(old, content, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace(old, now, StringComparison.Ordinal));
    }

    private static void AssertTokens(string text, int[] expected, ITextTokenizer tokenizer) =>
        Assert.Equal($"{text}: {string.Join(' ', expected)}", $"{text}: {string.Join(' ', tokenizer.Encode(text, out _))}");

    private static IEnumerable<KeyValuePair<string, int[]>> Recorded(string file, string name)
    {
        string[] texts = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(Fixtures, "texts.json")))!;
        int[][] rows = JsonSerializer.Deserialize<Dictionary<string, int[][]>>(File.ReadAllBytes(Path.Combine(Fixtures, file)))![name];
        return texts.Zip(rows, KeyValuePair.Create);
    }

    private static ITextTokenizer Open(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "text_model.onnx"), "");
        return TextTokenizers.Open(ModelFolder.Open(folder), null);
    }
}
