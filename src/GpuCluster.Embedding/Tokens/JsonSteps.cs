using System.Text.Json;
using System.Text.RegularExpressions;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tokens.Forms;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// The steps that a tokenizer.json lists before its vocabulary: "normalizer" changes the text, "pre_tokenizer" cuts it. A step of unknown
/// kind is refused by its name, as tokens without it look right but are not.
/// </summary>
/// <param name="path">The file, for messages.</param>
internal sealed class JsonSteps(string path)
{
    private const string Blank = "▁";

    /// <summary>What changes a text.</summary>
    /// <exception cref="UnusableInputException">A step is unknown.</exception>
    public Func<string, string> Changes(JsonElement? normalizer)
    {
        if (normalizer is not { ValueKind: JsonValueKind.Object } step)
            return text => text;
        switch (TypeOf(step))
        {
            case "Sequence":
                Func<string, string>[] all = [.. Items(step, "normalizers").Select(item => Changes(item))];
                return text => all.Aggregate(text, (changed, next) => next(changed));
            case "Lowercase":
                return LowerCase.Of;
            case "NFC":
                return ComposedText.Of;
            case "StripAccents":
                return ComposedText.WithoutMarks;
            case "Precompiled":
                return Table(step);
            case "Replace":
                return Replacement(step);
            case "Prepend":
                string begin = TextOf(step, "prepend");
                return text => text.Length == 0 ? text : begin + text;
            case "Strip":
                (bool left, bool right) = (Flag(step, "strip_left", true), Flag(step, "strip_right", true));
                return text =>
                {
                    string trimmed = left ? text.TrimStart() : text;
                    return right ? trimmed.TrimEnd() : trimmed;
                };
            case "BertNormalizer":
                bool lowers = Flag(step, "lowercase", true);
                return new BertText(
                    Flag(step, "clean_text", true),
                    Flag(step, "handle_chinese_chars", true),
                    Flag(step, "strip_accents", lowers),
                    lowers
                ).Prepare;
            case var other:
                throw Unknown("normalizer", other);
        }
    }

    /// <summary>What cuts a changed text; second, whether it is the first part.</summary>
    /// <exception cref="UnusableInputException">A step is unknown.</exception>
    public Func<string, bool, IEnumerable<string>> Cuts(JsonElement? cutter)
    {
        if (cutter is not { ValueKind: JsonValueKind.Object } step)
            return (text, _) => [text];
        switch (TypeOf(step))
        {
            case "Sequence":
                Func<string, bool, IEnumerable<string>>[] all = [.. Items(step, "pretokenizers").Select(item => Cuts(item))];
                return (text, isFirst) =>
                    all.Aggregate((IEnumerable<string>)[text], (parts, next) => Each(parts, next, isFirst)).Where(part => part.Length > 0);
            case "WhitespaceSplit":
                return (text, _) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            case "BertPreTokenizer":
                return (text, _) => BertText.Words(text);
            case "Metaspace":
                return Metaspace(step);
            case "Split" when IsBlank(step) && TextOf(step, "behavior") == "MergedWithPrevious":
                return (text, _) => After(text, ' ');
            case var other:
                throw Unknown("pre_tokenizer", other);
        }
    }

    private static IEnumerable<string> Each(IEnumerable<string> parts, Func<string, bool, IEnumerable<string>> cut, bool isFirst)
    {
        foreach (string part in parts)
        {
            foreach (string piece in cut(part, isFirst))
                yield return piece;
            isFirst = false;
        }
    }

    private Func<string, string> Table(JsonElement step)
    {
        try
        {
            return new CharacterTable(path, Convert.FromBase64String(TextOf(step, "precompiled_charsmap"))).Of;
        }
        catch (FormatException e)
        {
            throw new UnusableInputException($"{path}: its table of characters is no Base64; fetch the file again", e);
        }
    }

    private Func<string, string> Replacement(JsonElement step)
    {
        string content = TextOf(step, "content");
        string old = JsonSettings.Find(step, "pattern", "String") is { ValueKind: JsonValueKind.String } plain ? plain.GetString()! : "";
        if (old.Length > 0)
            return text => text.Replace(old, content, StringComparison.Ordinal);
        if (JsonSettings.Find(step, "pattern", "Regex") is not { ValueKind: JsonValueKind.String } pattern)
            throw new UnusableInputException($"{path}: a step \"Replace\" without a pattern; fetch the file again");
        try
        {
            // Without backtracking, its time is linear in the text's length whatever the pattern.
            Regex regex = new(pattern.GetString()!, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return text => regex.Replace(text, _ => content);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new UnusableInputException(
                $"{path}: the pattern {pattern.GetString()} of a step \"Replace\" is not supported ({e.Message}); use another export",
                e
            );
        }
    }

    private Func<string, bool, IEnumerable<string>> Metaspace(JsonElement step)
    {
        if (TextOf(step, "replacement") is var mark && mark != Blank)
            throw new UnusableInputException($"{path}: writes blanks as \"{mark}\"; only {Blank} is supported");
        string scheme =
            JsonSettings.Find(step, "prepend_scheme") is { ValueKind: JsonValueKind.String } named ? named.GetString()!
            : Flag(step, "add_prefix_space", true) ? "always"
            : "never";
        bool splits = Flag(step, "split", true);
        return (text, isFirst) =>
        {
            string marked = text.Replace(' ', Blank[0]);
            if ((scheme == "always" || (scheme == "first" && isFirst)) && !marked.StartsWith(Blank[0]))
                marked = Blank + marked;
            return splits ? Before(marked, Blank[0]) : [marked];
        };
    }

    // Cuts before each mark.
    private static IEnumerable<string> Before(string text, char mark)
    {
        int begin = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] != mark)
                continue;
            yield return text[begin..i];
            begin = i;
        }

        if (begin < text.Length)
            yield return text[begin..];
    }

    private static IEnumerable<string> After(string text, char mark)
    {
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != mark)
                continue;
            yield return text[begin..(i + 1)];
            begin = i + 1;
        }

        if (begin < text.Length)
            yield return text[begin..];
    }

    private static bool IsBlank(JsonElement step) =>
        JsonSettings.Find(step, "pattern", "String") is { ValueKind: JsonValueKind.String } pattern && pattern.GetString() == " ";

    private static JsonElement.ArrayEnumerator Items(JsonElement step, string name) =>
        JsonSettings.Find(step, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private static bool Flag(JsonElement step, string name, bool otherwise) =>
        JsonSettings.Find(step, name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => otherwise,
        };

    private static string TypeOf(JsonElement step) =>
        JsonSettings.Find(step, "type") is { ValueKind: JsonValueKind.String } type ? type.GetString()! : "";

    private string TextOf(JsonElement step, string name) =>
        JsonSettings.Find(step, name) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw new UnusableInputException($"{path}: a step \"{TypeOf(step)}\" without its \"{name}\"; fetch the file again");

    private UnusableInputException Unknown(string part, string type) =>
        new(
            $"{path}: a {part} of type \"{type}\" is not supported, so tokens would be wrong; use a text model whose tokenizer is CLIP's "
                + "BPE, SentencePiece (Unigram, or BPE with bytes) or BERT's WordPiece"
        );
}
