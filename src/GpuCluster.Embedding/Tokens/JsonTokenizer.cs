using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tokens.Forms;
using GpuCluster.Embedding.Tokens.Vocabularies;

namespace GpuCluster.Embedding.Tokens;

/// <summary>Reads a tokenizer.json of Hugging Face: Unigram, BPE with bytes, or WordPiece.</summary>
/// <param name="path">The file.</param>
/// <param name="root">Its content.</param>
/// <param name="settings">The settings beside it.</param>
internal sealed class JsonTokenizer(string path, JsonElement root, TokenizerSettings settings)
{
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);

    /// <summary>The kind of a vocabulary, such as "Unigram"; older files do not name it.</summary>
    public static string TypeOf(JsonElement root) =>
        JsonSettings.Find(root, "model", "type") is { ValueKind: JsonValueKind.String } type ? type.GetString()!
        : JsonSettings.Find(root, "model", "merges") is not null ? "BPE"
        : JsonSettings.Find(root, "model", "vocab") is { ValueKind: JsonValueKind.Array } ? "Unigram"
        : "WordPiece";

    /// <summary>Whether pairs are merged and what has no piece becomes bytes, as Gemma does it and CLIP does not.</summary>
    public static bool HasBytes(JsonElement root) => JsonSettings.Find(root, "model", "byte_fallback") is { ValueKind: JsonValueKind.True };

    /// <summary>Makes the tokenizer.</summary>
    /// <param name="contextLength">Tokens that the text model takes, or null.</param>
    /// <param name="defaultLength">What holds where no file gives it.</param>
    /// <exception cref="UnusableInputException">The file is damaged, or has a part of unknown kind.</exception>
    public PieceTokenizer Make(int? contextLength, int defaultLength)
    {
        WholePieces whole = ReadAdded();
        JsonSteps steps = new(path);
        Func<string, string> changes = steps.Changes(JsonSettings.Find(root, "normalizer"));
        Func<string, string> prepare = First(changes);
        int length =
            contextLength
            ?? settings.ContextLength
            ?? (JsonSettings.Number(root, "truncation", "max_length") is >= 3 and <= 65536 and var cut ? (int)cut : defaultLength);
        (List<int> start, List<int> end) = Frame(JsonSettings.Find(root, "post_processor"));
        ITextPieces pieces = Pieces(out Func<string, int?> numberOf);
        return new PieceTokenizer(
            whole,
            prepare,
            steps.Cuts(JsonSettings.Find(root, "pre_tokenizer")),
            pieces,
            new TokenFrame(start, end, PaddingOf(numberOf), length)
        );
    }

    // What the files beside it ask for comes before the file's own steps.
    private Func<string, string> First(Func<string, string> changes)
    {
        bool isGemma = HasBytes(root) && TypeOf(root) == "BPE";
        // SigLIP 2 was trained on lower case, which its first tokenizer.json does not do (huggingface/transformers, pull request 43101).
        bool lowers = isGemma && (settings.Lowers ?? (settings.IsSiglip || settings.Class == "Siglip2Tokenizer"));
        return settings.IsCanonical ? text => changes(CanonicalText.Of(text, lowers: true, splitsUnderlines: true))
            : lowers ? text => changes(LowerCase.Of(text))
            : changes;
    }

    private ITextPieces Pieces(out Func<string, int?> numberOf)
    {
        if (JsonSettings.Find(root, "model", "vocab") is not { } vocabulary)
            throw new UnusableInputException($"{path}: holds no model.vocab; fetch the file again");
        switch (TypeOf(root))
        {
            case "Unigram":
                PieceVocabulary pieces = Unigram(vocabulary);
                numberOf = pieces.Find;
                return new UnigramPieces(pieces);
            case "WordPiece":
                Dictionary<string, int> words = BpeVocabulary.PiecesOf(path, vocabulary);
                numberOf = piece => words.TryGetValue(piece, out int number) ? number : null;
                return new WordPieces(path, Ordered(words), LongestWord());
            default:
                if (JsonSettings.Find(root, "model", "ignore_merges") is { ValueKind: JsonValueKind.True })
                    throw new UnusableInputException($"{path}: \"ignore_merges\" is not supported; use another export of the model");
                BpeVocabulary pairs = BpeVocabulary.Of(path, root);
                numberOf = piece => pairs.Ids.TryGetValue(piece, out int number) ? number : null;
                return new MergedPieces(pairs);
        }
    }

    // The library keeps a word of this length on the stack, which is small.
    private int LongestWord()
    {
        const int Default = 100,
            Max = 1000;
        double given = JsonSettings.Number(root, "model", "max_input_chars_per_word") ?? Default;
        return given is >= 1 and <= Max
            ? (int)given
            : throw new UnusableInputException(
                $"{path}: \"max_input_chars_per_word\" is {given:G9}; it has to be 1 to {Max}, and usually is {Default}"
            );
    }

    private PieceVocabulary Unigram(JsonElement vocabulary)
    {
        List<(string, float, PieceKind)> pieces = [];
        int unknown = (int)(JsonSettings.Number(root, "model", "unk_id") ?? -1);
        bool hasBytes = HasBytes(root);
        foreach (JsonElement item in vocabulary.ValueKind == JsonValueKind.Array ? vocabulary.EnumerateArray() : default)
        {
            if (
                item.ValueKind != JsonValueKind.Array
                || item.GetArrayLength() != 2
                || item[0].ValueKind != JsonValueKind.String
                || item[1].ValueKind != JsonValueKind.Number
            )
            {
                throw new UnusableInputException($"{path}: piece {pieces.Count} is no text with a score; fetch the file again");
            }

            string text = item[0].GetString()!;
            PieceKind kind =
                pieces.Count == unknown ? PieceKind.Unknown
                : _added.ContainsKey(text) ? PieceKind.Control
                : hasBytes && text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) ? PieceKind.Byte
                : PieceKind.Normal;
            pieces.Add((text, (float)item[1].GetDouble(), kind));
        }

        return unknown >= 0 && unknown < pieces.Count
            ? new PieceVocabulary(path, pieces, unknown, IsUnigram: true, hasBytes)
            : throw new UnusableInputException($"{path}: names no piece for the unknown (unk_id); use another export of the model");
    }

    private string[] Ordered(Dictionary<string, int> words)
    {
        string[] ordered = new string[words.Count];
        foreach ((string word, int number) in words)
        {
            if (number >= ordered.Length || ordered[number] is not null)
                throw new UnusableInputException($"{path}: its pieces are not numbered from 0 on; fetch the file again");
            ordered[number] = word;
        }

        return ordered;
    }

    // Special tokens, which a text cannot name, are kept for the frame; others are found in a text as they are.
    private WholePieces ReadAdded()
    {
        Dictionary<string, int> whole = new(StringComparer.Ordinal);
        if (JsonSettings.Find(root, "added_tokens") is not { ValueKind: JsonValueKind.Array } tokens)
            return new WholePieces(whole);
        foreach (JsonElement token in tokens.EnumerateArray())
        {
            if (
                JsonSettings.Find(token, "content") is not { ValueKind: JsonValueKind.String } content
                || JsonSettings.Number(token, "id") is not (>= 0 and <= int.MaxValue and var id)
            )
            {
                continue;
            }

            bool isSpecial = JsonSettings.Find(token, "special") is { ValueKind: JsonValueKind.True };
            (isSpecial ? _added : whole)[content.GetString()!] = (int)id;
        }

        return new WholePieces(whole);
    }

    private (List<int> Start, List<int> End) Frame(JsonElement? processor)
    {
        (List<int> start, List<int> end) = ([], []);
        if (processor is not { ValueKind: JsonValueKind.Object } post)
            return (start, end);
        switch (JsonSettings.Find(post, "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null)
        {
            case "TemplateProcessing":
                ReadTemplate(post, start, end);
                break;
            case "BertProcessing" or "RobertaProcessing":
                start.Add(Paired(post, "cls"));
                end.Add(Paired(post, "sep"));
                break;
            case "Sequence" when JsonSettings.Find(post, "processors") is { ValueKind: JsonValueKind.Array } all:
                foreach (JsonElement inner in all.EnumerateArray())
                {
                    (List<int> before, List<int> after) = Frame(inner);
                    start.AddRange(before);
                    end.AddRange(after);
                }

                break;
            case "ByteLevel":
                break;
            case var other:
                throw new UnusableInputException(
                    $"{path}: a post_processor of type \"{other}\" is not supported; use another export of the model"
                );
        }

        return (start, end);
    }

    private void ReadTemplate(JsonElement post, List<int> start, List<int> end)
    {
        List<int> side = start;
        foreach (
            JsonElement item in JsonSettings.Find(post, "single") is { ValueKind: JsonValueKind.Array } single
                ? single.EnumerateArray()
                : default
        )
        {
            if (JsonSettings.Find(item, "Sequence") is not null)
                side = end;
            else
                side.AddRange(NumbersOf(post, item));
        }
    }

    private IEnumerable<int> NumbersOf(JsonElement post, JsonElement item) =>
        JsonSettings.Find(item, "SpecialToken", "id") is { ValueKind: JsonValueKind.String } name
        && JsonSettings.Find(post, "special_tokens", name.GetString()!, "ids") is { ValueKind: JsonValueKind.Array } ids
            ? ids.EnumerateArray().Select(Number)
            : throw new UnusableInputException($"{path}: its post_processor names a token that it does not number; fetch the file again");

    private int Paired(JsonElement post, string name) =>
        JsonSettings.Find(post, name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            ? Number(pair[1])
            : throw new UnusableInputException($"{path}: its post_processor lacks \"{name}\"; fetch the file again");

    private int Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) && number >= 0
            ? number
            : throw new UnusableInputException($"{path}: its post_processor holds what is no token; fetch the file again");

    private int PaddingOf(Func<string, int?> numberOf)
    {
        if (settings.PaddingPiece is { } piece)
        {
            return _added.TryGetValue(piece, out int added)
                ? added
                : numberOf(piece)
                    ?? throw new UnusableInputException($"{path}: lacks the token {piece}; use the tokenizer files of one model");
        }

        if (JsonSettings.Number(root, "padding", "pad_id") is >= 0 and <= int.MaxValue and var id)
            return (int)id;
        foreach (string name in new[] { "<pad>", "[PAD]" })
        {
            if (_added.TryGetValue(name, out int added))
                return added;
        }

        return numberOf("<pad>") ?? numberOf("[PAD]") ?? 0;
    }
}
