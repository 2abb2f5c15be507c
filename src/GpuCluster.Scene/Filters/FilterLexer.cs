using System.Text;

namespace GpuCluster.Scene.Filters;

/// <summary>Splits an expression into its parts.</summary>
internal static class FilterLexer
{
    private const string MarkCharacters = "()=<>~,";
    private static readonly string[] Marks = ["<=", ">=", "!=", "<>", "==", "(", ")", "=", "<", ">", "~", ","];

    /// <summary>Whether a character may stand in a word without quotes.</summary>
    public static bool IsOfWord(char character) =>
        !char.IsWhiteSpace(character) && character is not ('"' or '!') && !MarkCharacters.Contains(character, StringComparison.Ordinal);

    /// <summary>The parts of an expression; the last is its end.</summary>
    /// <exception cref="FilterFaultException">A quote is not closed, or a mark is unknown.</exception>
    public static List<FilterToken> Split(string text)
    {
        List<FilterToken> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            FilterToken token =
                text[at] is '"' or '\'' ? Quoted(text, at)
                : IsOfWord(text[at]) ? Word(text, at)
                : Mark(text, at);
            tokens.Add(token);
            at += token.Length;
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length, 0));
        return tokens;
    }

    private static FilterToken Word(string text, int from)
    {
        int end = from;
        while (end < text.Length && IsOfWord(text[end]))
            end++;
        return new FilterToken(FilterTokenKind.Word, text[from..end], from, end - from);
    }

    private static FilterToken Mark(string text, int from)
    {
        string? mark = Array.Find(Marks, mark => text.AsSpan(from).StartsWith(mark, StringComparison.Ordinal));
        return mark is not null
            ? new FilterToken(FilterTokenKind.Mark, mark, from, mark.Length)
            : throw new FilterFaultException(from, 1, $"'{text[from]}' is unknown here; write 'not', or put the text in quotes");
    }

    private static FilterToken Quoted(string text, int from)
    {
        char quote = text[from];
        StringBuilder inside = new();
        for (int at = from + 1; at < text.Length; at++)
        {
            if (text[at] != quote)
            {
                inside.Append(text[at]);
                continue;
            }

            // A doubled quote is one of the text.
            if (at + 1 >= text.Length || text[at + 1] != quote)
                return new FilterToken(FilterTokenKind.Quoted, inside.ToString(), from, at + 1 - from);
            inside.Append(quote);
            at++;
        }

        throw new FilterFaultException(from, text.Length - from, $"the quote {quote} is not closed; put {quote} at the end of the text");
    }
}
