using System.Globalization;
using System.Text;
using HarfBuzzSharp;

namespace GpuCluster.Embedding.Tokens.Forms;

/// <summary>
/// Text in composed form (Unicode's NFC), so that an "é" of two characters has the tokens of one. Needed because string.Normalize does
/// nothing in a program without ICU (invariant globalization). HarfBuzz has Unicode's tables.
/// </summary>
internal static class ComposedText
{
    /// <summary>Below this character every text is composed already: U+0300 is the first mark that combines.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>Composes a text; what is no valid UTF-16 becomes U+FFFD.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
            return text;
        List<uint> decomposed = [];
        foreach (Rune rune in text.EnumerateRunes())
            Decompose((uint)rune.Value, decomposed);
        SortMarks(decomposed);
        StringBuilder composed = new(text.Length);
        foreach (uint character in Compose(decomposed))
            composed.Append(new Rune(character).ToString());
        return composed.ToString();
    }

    /// <summary>A text in decomposed form (NFD) without its non-spacing marks.</summary>
    public static string WithoutMarks(string text)
    {
        StringBuilder kept = new(text.Length);
        List<uint> decomposed = [];
        foreach (Rune rune in text.EnumerateRunes())
            Decompose((uint)rune.Value, decomposed);
        SortMarks(decomposed);
        foreach (uint character in decomposed)
        {
            if (Rune.GetUnicodeCategory(new Rune(character)) != UnicodeCategory.NonSpacingMark)
                kept.Append(new Rune(character).ToString());
        }

        return kept.ToString();
    }

    private static void Decompose(uint character, List<uint> to)
    {
        if (!UnicodeFunctions.Default.TryDecompose(character, out uint first, out uint second))
        {
            to.Add(character);
            return;
        }

        Decompose(first, to);
        if (second != 0)
            Decompose(second, to);
    }

    // Stable, within each run of marks (canonical ordering, UAX 15).
    private static void SortMarks(List<uint> characters)
    {
        for (int start = 0; start < characters.Count; start++)
        {
            int end = start;
            while (end < characters.Count && ClassOf(characters[end]) != 0)
                end++;
            if (end - start > 1)
            {
                uint[] sorted = [.. characters[start..end].OrderBy(ClassOf)];
                for (int i = 0; i < sorted.Length; i++)
                    characters[start + i] = sorted[i];
            }

            start = end;
        }
    }

    // A mark joins the last base unless a mark of its class or a higher one lies between them.
    private static List<uint> Compose(List<uint> characters)
    {
        List<uint> composed = [];
        int starter = -1,
            last = 0;
        foreach (uint character in characters)
        {
            int order = ClassOf(character);
            bool isFree = starter >= 0 && (starter == composed.Count - 1 || last < order);
            if (isFree && UnicodeFunctions.Default.TryCompose(composed[starter], character, out uint joined))
            {
                composed[starter] = joined;
                continue;
            }

            if (order == 0)
                starter = composed.Count;
            last = order;
            composed.Add(character);
        }

        return composed;
    }

    private static int ClassOf(uint character) => (int)UnicodeFunctions.Default.GetCombiningClass(character);
}
