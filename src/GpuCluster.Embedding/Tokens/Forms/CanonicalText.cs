using System.Text;

namespace GpuCluster.Embedding.Tokens.Forms;

/// <summary>
/// The form in which SigLIP's texts were trained: without ASCII's punctuation, single blanks (big_vision, prompt_engineering.py).
/// </summary>
internal static class CanonicalText
{
    /// <summary>Changes a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="lowers">Whether it becomes lower case.</param>
    /// <param name="splitsUnderlines">Whether "_" becomes a blank, as in open_clip, and does not vanish, as in Hugging Face's.</param>
    public static string Of(string text, bool lowers, bool splitsUnderlines)
    {
        StringBuilder kept = new(text.Length);
        foreach (char character in splitsUnderlines ? text.Replace('_', ' ') : text)
        {
            if (!char.IsAscii(character) || !(char.IsPunctuation(character) || char.IsSymbol(character)))
                kept.Append(character);
        }

        string single = SingleBlanks(kept.ToString());
        return lowers ? LowerCase.Of(single) : single;
    }

    /// <summary>Any run of blanks becomes a space, none stand around the text.</summary>
    public static string SingleBlanks(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
