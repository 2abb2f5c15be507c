using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GpuCluster.Core.Texts;

/// <summary>An English text with holes, and its translation.</summary>
internal sealed partial class Phrase
{
    private readonly string[] _literals;
    private readonly string _translation;

    /// <param name="english">Holes stand in it as {0}, {1} and so on, in this order.</param>
    /// <param name="translation">The same holes in any order; {0!} for a value that is translated too.</param>
    /// <exception cref="ArgumentException">The two have different holes.</exception>
    public Phrase(string english, string translation)
    {
        (English, _translation) = (english, translation);
        _literals = Hole().Split(english);
        IsFrame = Beginning.Length > 0 && Holes == 1 && _literals[1].Length == 0 && translation.EndsWith("!}", StringComparison.Ordinal);
        Letters = _literals.Sum(literal => literal.Count(char.IsLetter));
        if (!HolesOf(english).SequenceEqual(HolesOf(translation).Order()))
            throw new ArgumentException($"\"{english}\" and \"{translation}\" have different holes.", nameof(translation));
    }

    public string English { get; }

    public string Translation => _translation;

    public int Holes => _literals.Length - 1;

    /// <summary>What stands before the first hole.</summary>
    public string Beginning => _literals[0];

    /// <summary>Letters outside of holes: how much of a text it explains.</summary>
    public int Letters { get; }

    /// <summary>Whether it is written before another text of the program.</summary>
    private bool IsFrame { get; }

    /// <summary>Whether it counts before another phrase that fits the same text.</summary>
    public bool IsBetterThan(Phrase other) => IsFrame == other.IsFrame ? Letters > other.Letters : IsFrame;

    /// <summary>What stands in the holes if a text is made by this phrase; null if it is not.</summary>
    public string[]? ValuesIn(string text)
    {
        if (!text.StartsWith(_literals[0], StringComparison.Ordinal))
            return null;
        string[] values = new string[Holes];
        int from = _literals[0].Length;
        for (int hole = 0; hole < Holes; hole++)
        {
            string next = _literals[hole + 1];
            int to = hole < Holes - 1 ? text.IndexOf(next, from, StringComparison.Ordinal) : text.Length - next.Length;
            if (to < from || string.CompareOrdinal(text, to, next, 0, next.Length) != 0)
                return null;
            values[hole] = text[from..to];
            from = to + next.Length;
        }

        return values;
    }

    /// <summary>The translation with values in its holes.</summary>
    /// <param name="values">What stands in the holes.</param>
    /// <param name="say">Translates a value that is a text of the program.</param>
    public string Filled(string[] values, Func<string, string> say)
    {
        StringBuilder filled = new();
        int from = 0;
        foreach (Match hole in Hole().Matches(_translation))
        {
            string value = values[NumberOf(hole)];
            filled.Append(_translation, from, hole.Index - from).Append(hole.Value.Contains('!') ? say(value) : value);
            from = hole.Index + hole.Length;
        }

        return filled.Append(_translation, from, _translation.Length - from).ToString();
    }

    private static IEnumerable<int> HolesOf(string text) => Hole().Matches(text).Select(NumberOf);

    private static int NumberOf(Match hole) => int.Parse(hole.Value.AsSpan().Trim("{!}"), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{[0-9]+!?\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();
}
