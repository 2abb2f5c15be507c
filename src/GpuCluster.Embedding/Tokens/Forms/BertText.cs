using System.Globalization;
using System.Text;

namespace GpuCluster.Embedding.Tokens.Forms;

/// <summary>How BERT prepares a text and cuts it into words (Devlin et al. 2018, google-research/bert, tokenization.py).</summary>
/// <param name="CleansText">Whether control characters are left out and blanks become spaces.</param>
/// <param name="SplitsChinese">Whether each Chinese character is a word.</param>
/// <param name="StripsAccents">Whether marks are left out.</param>
/// <param name="Lowers">Whether letters become small.</param>
internal sealed record BertText(bool CleansText, bool SplitsChinese, bool StripsAccents, bool Lowers)
{
    /// <summary>The blocks of Chinese characters that BERT knows.</summary>
    private static readonly (int First, int Last)[] Chinese =
    [
        (0x4E00, 0x9FFF),
        (0x3400, 0x4DBF),
        (0x20000, 0x2A6DF),
        (0x2A700, 0x2B73F),
        (0x2B740, 0x2B81F),
        (0x2B820, 0x2CEAF),
        (0xF900, 0xFAFF),
        (0x2F800, 0x2FA1F),
    ];

    /// <summary>Prepares a text.</summary>
    public string Prepare(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (CleansText && IsControl(rune))
                continue;
            if (CleansText && Rune.IsWhiteSpace(rune))
                clean.Append(' ');
            else if (SplitsChinese && Array.Exists(Chinese, block => rune.Value >= block.First && rune.Value <= block.Last))
                clean.Append(' ').Append(rune.ToString()).Append(' ');
            else
                clean.Append(rune.ToString());
        }

        string prepared = StripsAccents ? ComposedText.WithoutMarks(clean.ToString()) : clean.ToString();
        return Lowers ? LowerCase.Of(prepared) : prepared;
    }

    /// <summary>Cuts at blanks, and makes each punctuation mark a word.</summary>
    public static IEnumerable<string> Words(string text)
    {
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isMark = IsPunctuation(rune);
            if ((isMark || Rune.IsWhiteSpace(rune)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isMark)
                yield return rune.ToString();
            else if (!Rune.IsWhiteSpace(rune))
                word.Append(rune.ToString());
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool IsControl(Rune rune) =>
        rune.Value is 0 or 0xFFFD
        || (
            rune.Value is not ('\t' or '\n' or '\r')
            && Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
        );

    private static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || (rune.IsAscii && rune.Value > ' ' && !Rune.IsLetterOrDigit(rune) && !Rune.IsControl(rune));
}
