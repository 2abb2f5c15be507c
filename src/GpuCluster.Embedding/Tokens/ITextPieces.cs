namespace GpuCluster.Embedding.Tokens;

/// <summary>A vocabulary of pieces, and the rule by which a text is cut into them.</summary>
internal interface ITextPieces
{
    /// <summary>Adds the tokens of a part of a text.</summary>
    /// <param name="part">Prepared text, valid UTF-16.</param>
    /// <param name="tokens">Receives them.</param>
    void Encode(string part, List<int> tokens);
}
