namespace GpuCluster.Embedding.Tokens.Vocabularies;

/// <summary>The pieces of a SentencePiece vocabulary, by their numbers.</summary>
/// <param name="Source">The file that holds them, for messages.</param>
/// <param name="Pieces">Each piece's text, its score (the higher, the more likely), and its kind.</param>
/// <param name="Unknown">The number of the piece for what no other has.</param>
/// <param name="IsUnigram">Whether the likeliest pieces are taken (Kudo 2018), and not the best pairs merged.</param>
/// <param name="HasBytes">Whether what has no piece becomes the pieces of its UTF-8 bytes, "&lt;0x00&gt;" to "&lt;0xFF&gt;".</param>
internal sealed record PieceVocabulary(
    string Source,
    IReadOnlyList<(string Text, float Score, PieceKind Kind)> Pieces,
    int Unknown,
    bool IsUnigram,
    bool HasBytes
)
{
    /// <summary>The number of a piece, or null.</summary>
    public int? Find(string text)
    {
        for (int i = 0; i < Pieces.Count; i++)
        {
            if (string.Equals(Pieces[i].Text, text, StringComparison.Ordinal))
                return i;
        }

        return null;
    }
}
