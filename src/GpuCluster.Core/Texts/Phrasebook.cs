using System.Collections.Frozen;

namespace GpuCluster.Core.Texts;

/// <summary>
/// The program's texts in another language, found by their English form. A text with values in it is known by its phrase, in which numbered
/// holes stand for them: "{0}: cannot be read". Immutable, so that threads share it.
/// </summary>
/// <remarks>
/// Texts are translated where they leave the program, so that the code which makes them knows no language. Of the phrases that fit a text,
/// one that frames another text counts first ("error: {0}"), then the one with the most letters of its own. Values are taken over as they
/// are; only where the translation writes a hole as {0!} is the value a text of the program itself, which is translated too.
/// </remarks>
public sealed class Phrasebook
{
    /// <summary>How deep texts stand in texts: "error: " before a message before a reason, and one to spare.</summary>
    private const int MaxDepth = 4;

    /// <summary>What separates texts that were put together.</summary>
    private static readonly string[] Separators = ["\n", "  ·  ", "   "];

    private readonly FrozenDictionary<string, string> _whole;
    private readonly FrozenDictionary<char, Phrase[]> _byFirst;
    private readonly Phrase[] _open;

    /// <summary>A phrasebook; without phrases, texts stay English.</summary>
    /// <param name="phrases">English phrases and their translations, which have the same holes.</param>
    public Phrasebook(IEnumerable<KeyValuePair<string, string>> phrases)
    {
        Phrase[] all = [.. phrases.Select(pair => new Phrase(pair.Key, pair.Value))];
        _whole = all.Where(phrase => phrase.Holes == 0).ToFrozenDictionary(phrase => phrase.English, phrase => phrase.Translation);
        Phrase[] parted = [.. all.Where(phrase => phrase.Holes > 0)];
        _byFirst = parted
            .Where(phrase => phrase.Beginning.Length > 0)
            .GroupBy(phrase => phrase.Beginning[0])
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _open = [.. parted.Where(phrase => phrase.Beginning.Length == 0)];
    }

    /// <summary>Whether texts stay English.</summary>
    public bool IsEmpty => _whole.Count == 0 && _byFirst.Count == 0 && _open.Length == 0;

    /// <summary>A text in this language; one that has no phrase comes back as it is.</summary>
    public string Say(string english) => IsEmpty ? english : Find(english, 0) ?? english;

    private string? Find(string text, int depth)
    {
        if (text.Length == 0 || depth > MaxDepth)
            return null;
        if (_whole.TryGetValue(text, out string? whole))
            return whole;
        Phrase? best = null;
        string[] values = [];
        foreach (Phrase phrase in (_byFirst.TryGetValue(text[0], out Phrase[]? begun) ? begun : []).Concat(_open))
        {
            if ((best is null ? phrase.Letters > 0 : phrase.IsBetterThan(best)) && phrase.ValuesIn(text) is { } found && AreValues(found))
                (best, values) = (phrase, found);
        }

        return best?.Filled(values, value => Find(value, depth + 1) ?? value) ?? Parts(text, depth);
    }

    // A text that was put together is translated in its parts.
    private static bool AreValues(string[] values) =>
        Array.TrueForAll(values, value => !Array.Exists(Separators, separator => value.Contains(separator, StringComparison.Ordinal)));

    /// <summary>The parts of a text that was put together; or what stands behind a place, as in "--dims 7: use 2 or 3".</summary>
    private string? Parts(string text, int depth)
    {
        foreach (string separator in Separators.Where(separator => text.Contains(separator, StringComparison.Ordinal)))
        {
            string[] parts = text.Split(separator);
            string?[] said = Array.ConvertAll(parts, part => Find(part, depth + 1));
            if (Array.Exists(said, part => part is not null))
                return string.Join(separator, said.Zip(parts, (part, english) => part ?? english));
        }

        // What stands behind a text in brackets: the options that help, or a key.
        int bracket = text[^1] == ')' ? text.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        if (bracket > 0 && Find(text[..bracket], depth + 1) is { } before)
            return $"{before}（{Find(text[(bracket + 2)..^1], depth + 1) ?? text[(bracket + 2)..^1]}）";
        int place = text.IndexOf(": ", StringComparison.Ordinal);
        return place > 0 && Find(text[(place + 2)..], depth + 1) is { } reason
            ? $"{_whole.GetValueOrDefault(text[..place], text[..place])}：{reason}"
            : null;
    }
}
