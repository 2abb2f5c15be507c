using System.Text;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// A tokenizer in four parts: what is kept whole, how the rest is prepared and cut, a vocabulary, a frame. A text cannot name the tokens of
/// the frame: what looks like one is read as words.
/// </summary>
/// <param name="whole">The pieces that no step changes.</param>
/// <param name="prepare">Changes a text before it is cut.</param>
/// <param name="cut">Cuts a prepared text into parts whose tokens do not depend on each other; second, whether it is the first part of the
/// text.</param>
/// <param name="pieces">The vocabulary.</param>
/// <param name="frame">What surrounds the tokens.</param>
internal sealed class PieceTokenizer(
    WholePieces whole,
    Func<string, string> prepare,
    Func<string, bool, IEnumerable<string>> cut,
    ITextPieces pieces,
    TokenFrame frame
) : ITextTokenizer
{
    /// <inheritdoc/>
    public int ContextLength => frame.ContextLength;

    /// <inheritdoc/>
    public int Padding => frame.Padding;

    /// <inheritdoc/>
    public int[] Encode(string text, out bool isCut)
    {
        List<int> tokens = [];
        bool isFirst = true;
        foreach ((string part, int? token) in whole.Split(Valid(text)))
        {
            if (token is { } known)
            {
                tokens.Add(known);
            }
            else if (prepare(part) is { Length: > 0 } prepared)
            {
                foreach (string word in cut(prepared, isFirst))
                    pieces.Encode(word, tokens);
            }

            isFirst = false;
        }

        int room = Math.Max(0, ContextLength - frame.Start.Count - frame.End.Count);
        isCut = tokens.Count > room;
        return [.. frame.Start, .. tokens.Take(room), .. frame.End];
    }

    // Half a surrogate pair becomes U+FFFD, as in any UTF-8.
    private static string Valid(string text)
    {
        StringBuilder valid = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            valid.Append(rune.ToString());
        return valid.ToString();
    }
}
