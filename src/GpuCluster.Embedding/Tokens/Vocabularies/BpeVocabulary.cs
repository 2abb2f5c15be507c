using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Tokens.Vocabularies;

/// <summary>The pieces that a byte-level BPE tokenizer knows, and the pairs it merges.</summary>
/// <param name="Source">The file that named the pieces, for messages.</param>
/// <param name="Ids">Each piece's token, 0 or more.</param>
/// <param name="Merges">"left right", those merged first first.</param>
internal sealed record BpeVocabulary(string Source, IReadOnlyDictionary<string, int> Ids, IReadOnlyList<string> Merges)
{
    /// <summary>Reads vocab.json and merges.txt, or else tokenizer.json, which holds both.</summary>
    /// <exception cref="UnusableInputException">They are absent, damaged, or of another kind of tokenizer.</exception>
    public static BpeVocabulary Read(ModelFolder folder)
    {
        if (folder.Vocabulary is { } vocabulary && folder.Merges is { } merges)
        {
            using JsonDocument ids = JsonSettings.Read(vocabulary);
            return Checked(vocabulary, PiecesOf(vocabulary, ids.RootElement), Lines(merges));
        }

        if (folder.Tokenizer is not { } tokenizer)
        {
            throw new UnusableInputException(
                $"{folder.Path}: has no tokenizer; put the model's tokenizer.json, or its vocab.json and merges.txt, or its .model file of "
                    + "SentencePiece, or its vocab.txt, beside its text model"
            );
        }

        using JsonDocument document = JsonSettings.Read(tokenizer);
        return Of(tokenizer, document.RootElement);
    }

    /// <summary>Reads the vocabulary of a tokenizer.json.</summary>
    /// <exception cref="UnusableInputException">It is damaged, or of another kind of tokenizer.</exception>
    public static BpeVocabulary Of(string tokenizer, JsonElement root)
    {
        if (
            JsonSettings.Find(root, "model", "type") is { ValueKind: JsonValueKind.String } type
            && type.GetString() is { } name and not "BPE"
        )
        {
            throw new UnusableInputException(
                $"{tokenizer}: a tokenizer of type {name}; CLIP's BPE is supported, so use the text model of a CLIP"
            );
        }

        if (
            JsonSettings.Find(root, "model", "vocab") is not { } pieces
            || JsonSettings.Find(root, "model", "merges") is not { ValueKind: JsonValueKind.Array } pairs
        )
        {
            throw new UnusableInputException($"{tokenizer}: holds no model.vocab and model.merges; fetch the file again");
        }

        return Checked(tokenizer, PiecesOf(tokenizer, pieces), [.. pairs.EnumerateArray().Select(pair => Pair(tokenizer, pair))]);
    }

    /// <summary>The tokens of pieces in an object of JSON.</summary>
    /// <exception cref="UnusableInputException">It is no object of whole numbers.</exception>
    public static Dictionary<string, int> PiecesOf(string path, JsonElement vocabulary)
    {
        if (vocabulary.ValueKind != JsonValueKind.Object)
            throw new UnusableInputException($"{path}: the vocabulary is no JSON object; fetch the file again");
        Dictionary<string, int> ids = [];
        foreach (JsonProperty piece in vocabulary.EnumerateObject())
        {
            if (piece.Value.ValueKind != JsonValueKind.Number || !piece.Value.TryGetInt32(out int id) || id < 0)
                throw new UnusableInputException($"{path}: the token of \"{piece.Name}\" is no number of 0 or more; fetch the file again");

            ids[piece.Name] = id;
        }

        return ids;
    }

    /// <summary>The token of a required piece.</summary>
    /// <exception cref="UnusableInputException">The vocabulary lacks it.</exception>
    public int Require(string piece) =>
        Ids.TryGetValue(piece, out int id)
            ? id
            : throw new UnusableInputException($"{Source}: lacks the token {piece}; use the tokenizer files of a CLIP");

    // A pair whose parts or whole have no token would make the tokenizer fail later, on the first text that needs it.
    private static BpeVocabulary Checked(string source, Dictionary<string, int> ids, IReadOnlyList<string> merges)
    {
        foreach (string merge in merges)
        {
            string[] parts = merge.Split(' ');
            if (parts.Length != 2 || !ids.ContainsKey(parts[0]) || !ids.ContainsKey(parts[1]) || !ids.ContainsKey(parts[0] + parts[1]))
            {
                throw new UnusableInputException(
                    $"{source}: has no token for the merge \"{merge}\"; vocabulary and merges must be of the same model"
                );
            }
        }

        return new BpeVocabulary(source, ids, merges);
    }

    private static List<string> Lines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    // Older files write "left right", newer ones ["left", "right"].
    private static string Pair(string path, JsonElement pair) =>
        pair switch
        {
            { ValueKind: JsonValueKind.String } => pair.GetString()!,
            { ValueKind: JsonValueKind.Array }
                when pair.GetArrayLength() == 2 && pair[0].ValueKind == JsonValueKind.String && pair[1].ValueKind == JsonValueKind.String =>
                $"{pair[0].GetString()} {pair[1].GetString()}",
            _ => throw new UnusableInputException($"{path}: a merge that is no pair of texts; fetch the file again"),
        };
}
