namespace GpuCluster.Embedding.Tokens;

/// <summary>Pieces that are found in a text as they are, before anything else, the longest first.</summary>
internal sealed class WholePieces
{
    private readonly Dictionary<string, int> _tokens = new(StringComparer.Ordinal);
    private readonly int[] _lengths;

    public WholePieces(IEnumerable<KeyValuePair<string, int>> tokens)
    {
        foreach ((string piece, int token) in tokens)
        {
            if (piece.Length > 0)
                _tokens[piece] = token;
        }

        _lengths = [.. _tokens.Keys.Select(piece => piece.Length).Distinct().OrderDescending()];
    }

    /// <summary>The parts of a text in their order, with a token where the part is such a piece.</summary>
    public IEnumerable<(string Part, int? Token)> Split(string text)
    {
        int begin = 0,
            at = 0;
        while (at < text.Length && _lengths.Length > 0)
        {
            if (Find(text, at) is not { } piece)
            {
                at++;
                continue;
            }

            if (at > begin)
                yield return (text[begin..at], null);
            yield return (piece, _tokens[piece]);
            at += piece.Length;
            begin = at;
        }

        if (begin < text.Length)
            yield return (text[begin..], null);
    }

    private string? Find(string text, int at)
    {
        foreach (int length in _lengths)
        {
            if (at + length <= text.Length && text.Substring(at, length) is var piece && _tokens.ContainsKey(piece))
                return piece;
        }

        return null;
    }
}
