using System.Text.Json;
using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tests.Text;
using GpuCluster.Embedding.Tokens;

namespace GpuCluster.Embedding.Tests.Tokens;

public sealed class ClipTokenizerTests : IDisposable
{
    private const int Start = 4608;
    private const int End = 4609;
    private readonly TextModelFolder _folder = new("masked");

    // What models/tiny-clip/clip_bpe.py makes of them. The vocabulary is the first part of CLIP's, so words it holds whole have CLIP's own
    // numbers.
    public static TheoryData<string, int[]> Recorded =>
        new()
        {
            { "a photo of a cat", [320, 1125, 539, 320, 2368] },
            { "A Photo Of The DIGIT Seven.", [320, 1125, 539, 518, 1831, 585, 567, 1638, 269] },
            { "the digit 7", [518, 1831, 585, 278] },
            { "t-shirt/top", [339, 268, 2523, 270, 1253] },
            { "  two   blanks\tand\nlines ", [1237, 833, 514, 662, 537, 3418] },
            { "it's we're I'll they've", [585, 568, 649, 982, 328, 1342, 889, 1200] },
            { "手写数字七", [162, 231, 233, 161, 228, 247, 162, 243, 108, 161, 255, 245, 160, 116, 481] },
            { "👟 sneaker 👜", [964, 509, 3791, 3074, 964, 506] },
            { "naïve café Ærø", [1097, 127, 107, 563, 3471, 4166, 127, 99, 81, 127, 372] },
            { "Grüße, Straße!", [709, 127, 120, 127, 253, 324, 267, 1894, 127, 253, 324, 256] },
            { "привет мир", [140, 123, 141, 222, 140, 116, 140, 110, 140, 113, 141, 480, 140, 120, 140, 116, 141, 478] },
            { "١٢٣ 42", [149, 350, 149, 351, 149, 352, 275, 273] },
            { "!!!???", [1443, 0, 3824] },
            { "<|endoftext|> end", [27, 347, 524, 639, 69, 4160, 91, 285, 806] },
            { "e\u0301", [4166] },
            { "\u00e9", [4166] },
            { "cafe\u0301 nai\u0308ve", [3471, 4166, 1097, 127, 107, 563] },
            { "A\u030a", [127, 354] },
            { "Vie\u0323\u0302t Nam", [603, 157, 119, 229, 339, 77, 687] },
            { "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165", [169, 243, 250, 166, 113, 255, 168, 244, 368] },
            { "q\u0323\u0307", [336, 136, 96, 136, 485] },
            { "q\u0307\u0323", [336, 136, 96, 136, 485] },
            { "한국어", [169, 243, 250, 166, 113, 255, 168, 244, 368] },
            { "\u200bzero width", [728, 489, 89, 3732, 820, 67, 640] },
        };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Tokens_are_those_of_an_independent_implementation(string text, int[] ids) =>
        Assert.Equal([Start, .. ids, End], Shipped().Encode(text));

    [Fact]
    public void A_long_text_is_cut_to_the_context_and_keeps_its_end()
    {
        int[] ids = Shipped().Encode(string.Join(' ', Enumerable.Repeat("cat", 500)));
        Assert.Equal([Start, .. Enumerable.Repeat(2368, 75), End], ids);
        Assert.Equal(
            [Start, 320, 1125, End],
            ClipTokenizer.Open(ModelFolder.Open(TextModelFolder.TinyClip), contextLength: 4).Encode("a photo of a cat")
        );
    }

    [Fact]
    public void Any_text_has_tokens_within_the_vocabulary()
    {
        ClipTokenizer tokenizer = Shipped();
        Gen.String[Gen.Char, 0, 100]
            .Sample(text =>
            {
                int[] ids = tokenizer.Encode(text);
                Assert.InRange(ids.Length, 2, 77);
                Assert.Equal((Start, End), (ids[0], ids[^1]));
                Assert.All(ids[1..^1], id => Assert.InRange(id, 0, Start - 1));
            });
    }

    [Fact]
    public void A_tokenizer_json_of_both_forms_gives_the_same_tokens()
    {
        using JsonDocument vocabulary = JsonDocument.Parse(File.ReadAllBytes(_folder["vocab.json"]));
        string[] merges = [.. File.ReadLines(_folder["merges.txt"]).Skip(1)];
        File.Delete(_folder["vocab.json"]);
        foreach (object pairs in new object[] { merges, merges.Select(merge => merge.Split(' ')) })
        {
            File.WriteAllText(
                _folder["tokenizer.json"],
                JsonSerializer.Serialize(
                    new
                    {
                        model = new
                        {
                            type = "BPE",
                            vocab = vocabulary.RootElement,
                            merges = pairs,
                        },
                    }
                )
            );
            Assert.Equal(Shipped().Encode("👟 a photo of a sneaker"), Open().Encode("👟 a photo of a sneaker"));
        }
    }

    [Theory]
    [InlineData("""{ "pad_token": "!", "model_max_length": 20 }""", 20, 0)]
    [InlineData("""{ "pad_token": { "content": "<|endoftext|>" }, "model_max_length": 1e30 }""", 77, End)]
    [InlineData("""{ }""", 77, 0)]
    public void Length_and_padding_come_from_the_files_beside_the_model(string settings, int length, int padding)
    {
        File.WriteAllText(_folder["tokenizer_config.json"], settings);
        ClipTokenizer tokenizer = Open();
        Assert.Equal((length, padding), (tokenizer.ContextLength, tokenizer.Padding));
    }

    [Theory]
    [InlineData("vocab.json", "{", "damaged JSON")]
    [InlineData("vocab.json", "[1, 2]", "no JSON object")]
    [InlineData("vocab.json", """{ "a": "b" }""", "no number")]
    [InlineData("vocab.json", """{ "a": -1 }""", "no number")]
    [InlineData("vocab.json", """{ "a": 1 }""", "no token for the merge \"i n\"")]
    [InlineData("merges.txt", "#version: 0.2\nq qqqq\n", "no token for the merge \"q qqqq\"")]
    [InlineData("merges.txt", "one\n", "no token for the merge \"one\"")]
    [InlineData("tokenizer_config.json", """{ "pad_token": "<pad>" }""", "lacks the token <pad>")]
    [InlineData("tokenizer_config.json", "\0\0", "damaged JSON")]
    public void Damaged_files_are_refused_by_name(string file, string content, string says)
    {
        File.WriteAllText(_folder[file], content);
        string message = Assert.Throws<UnusableInputException>(Open).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kind_of_tokenizer_and_none_at_all_are_refused()
    {
        File.Delete(_folder["vocab.json"]);
        Assert.Contains("has no tokenizer", Assert.Throws<UnusableInputException>(Open).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["tokenizer.json"], """{ "model": { "type": "Unigram", "vocab": [["a", 1]] } }""");
        Assert.Contains("type Unigram", Assert.Throws<UnusableInputException>(Open).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["tokenizer.json"], """{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [7] } }""");
        Assert.Contains("a merge that is no pair", Assert.Throws<UnusableInputException>(Open).Message, StringComparison.Ordinal);
    }

    private static ClipTokenizer Shipped() => ClipTokenizer.Open(ModelFolder.Open(TextModelFolder.TinyClip), null);

    private ClipTokenizer Open() => ClipTokenizer.Open(ModelFolder.Open(_folder.Path), null);
}
