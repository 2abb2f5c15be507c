using System.Text;

namespace GpuCluster.Embedding.Tokens.Forms;

/// <summary>
/// Lower case as Unicode's tables and the tokenizers of Hugging Face have it. ToLowerInvariant leaves a dotted capital I, and writes every
/// capital sigma alike.
/// </summary>
internal static class LowerCase
{
    private const string DottedCapitalI = "\u0130";
    private const string DottedSmallI = "i\u0307";
    private const char CapitalSigma = '\u03a3';
    private const char FinalSigma = '\u03c2';

    /// <summary>Changes a text.</summary>
    public static string Of(string text)
    {
        StringBuilder lower = new(text.ToLowerInvariant());
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == CapitalSigma && IsAtEnd(text, i))
                lower[i] = FinalSigma;
        }

        return lower.Replace(DottedCapitalI, DottedSmallI).ToString();
    }

    // SpecialCasing.txt, Final_Sigma, without its marks that may lie between.
    private static bool IsAtEnd(string text, int at) => IsCased(text, at - 1) && !IsCased(text, at + 1);

    private static bool IsCased(string text, int at) => at >= 0 && at < text.Length && (char.IsLower(text[at]) || char.IsUpper(text[at]));
}
