namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// The numbers that XLM-R gives SentencePiece's pieces: four of fairseq's own come first, so that a piece's number is one higher (Hugging
/// Face, XLMRobertaTokenizer).
/// </summary>
/// <param name="pieces">The pieces in SentencePiece's numbers.</param>
/// <param name="unknown">SentencePiece's number of the unknown piece.</param>
internal sealed class FairseqPieces(ITextPieces pieces, int unknown) : ITextPieces
{
    /// <summary>Before a text.</summary>
    public const int Start = 0;

    /// <summary>After the end.</summary>
    public const int Padding = 1;

    /// <summary>After a text.</summary>
    public const int End = 2;

    private const int Unknown = 3;

    /// <inheritdoc/>
    public void Encode(string part, List<int> tokens)
    {
        int first = tokens.Count;
        pieces.Encode(part, tokens);
        for (int i = first; i < tokens.Count; i++)
            tokens[i] = tokens[i] == unknown ? Unknown : tokens[i] + 1;
    }
}
