using GpuCluster.Embedding.Tokens.Vocabularies;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// The likeliest pieces of a text, by the sum of their scores (Kudo, "Subword Regularization", 2018; the first of equal sums, in float32,
/// as in SentencePiece). Own code, as the library takes seconds to open the 250,000 pieces of XLM-R, and fails on vocabularies without a
/// start token, as SigLIP's (findings/microsoft-ml-tokenizers-no-start-token.sh).
/// </summary>
internal sealed class UnigramPieces : ITextPieces
{
    /// <summary>How much less likely the unknown is than the least likely piece, as in SentencePiece.</summary>
    private const float UnknownPenalty = 10;

    private readonly Dictionary<string, (int Number, float Score)> _pieces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Number, float Score)>.AlternateLookup<ReadOnlySpan<char>> _find;
    private readonly int _unknown;
    private readonly int _longest;
    private readonly float _unknownScore;
    private readonly int[]? _bytes;

    public UnigramPieces(PieceVocabulary vocabulary)
    {
        _find = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        _unknown = vocabulary.Unknown;
        _bytes = vocabulary.HasBytes ? BytePieces.Find(vocabulary) : null;
        float least = float.MaxValue;
        for (int number = 0; number < vocabulary.Pieces.Count; number++)
        {
            (string text, float score, PieceKind kind) = vocabulary.Pieces[number];
            if (kind != PieceKind.Normal || text.Length == 0)
                continue;
            _pieces.TryAdd(text, (number, score));
            _longest = Math.Max(_longest, text.Length);
            least = Math.Min(least, score);
        }

        _unknownScore = least - UnknownPenalty;
    }

    /// <inheritdoc/>
    public void Encode(string part, List<int> tokens)
    {
        // The best way to each place: its last piece, where that begins, its sum.
        (int Number, int Begin, float Sum)[] ways = new (int, int, float)[part.Length + 1];
        Array.Fill(ways, (-1, -1, 0), 1, part.Length);
        for (int at = 0; at < part.Length; )
        {
            int character = char.IsHighSurrogate(part[at]) && at + 1 < part.Length ? 2 : 1;
            bool hasPiece = false;
            for (int length = 1; length <= Math.Min(_longest, part.Length - at); length++)
            {
                if (!_find.TryGetValue(part.AsSpan(at, length), out (int Number, float Score) piece))
                    continue;
                Take(ways, at, length, piece.Number, piece.Score);
                hasPiece |= length == character;
            }

            if (!hasPiece)
                Take(ways, at, character, _unknown, _unknownScore);
            at += character;
        }

        Add(part, ways, tokens);
    }

    private static void Take((int Number, int Begin, float Sum)[] ways, int at, int length, int number, float score)
    {
        float sum = ways[at].Sum + score;
        if (ways[at + length] is var way && (way.Begin < 0 || sum > way.Sum))
            ways[at + length] = (number, at, sum);
    }

    // Neighbouring unknown characters are one token, unless their bytes have pieces.
    private void Add(string part, (int Number, int Begin, float Sum)[] ways, List<int> tokens)
    {
        Stack<(int Number, int Begin, int End)> path = new();
        for (int end = part.Length; end > 0; end = ways[end].Begin)
            path.Push((ways[end].Number, ways[end].Begin, end));
        bool wasUnknown = false;
        foreach ((int number, int begin, int end) in path)
        {
            bool isUnknown = number == _unknown;
            if (isUnknown && _bytes is not null)
                BytePieces.Add(_bytes, part[begin..end], tokens);
            else if (!isUnknown || !wasUnknown)
                tokens.Add(number);
            wasUnknown = isUnknown;
        }
    }
}
