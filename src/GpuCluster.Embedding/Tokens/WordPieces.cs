using System.Text;
using GpuCluster.Core.Errors;
using Microsoft.ML.Tokenizers;

namespace GpuCluster.Embedding.Tokens;

/// <summary>BERT's WordPiece: of each word the longest piece of the vocabulary, then the longest "##" piece of the rest.</summary>
internal sealed class WordPieces : ITextPieces
{
    private const string Unknown = "[UNK]";
    private readonly WordPieceTokenizer _library;

    /// <param name="source">The file that holds the pieces, for messages.</param>
    /// <param name="pieces">The pieces by their numbers.</param>
    /// <param name="maxCharacters">A longer word is unknown.</param>
    /// <exception cref="UnusableInputException">The library cannot use the vocabulary.</exception>
    public WordPieces(string source, IReadOnlyList<string> pieces, int maxCharacters = 100)
    {
        try
        {
            using MemoryStream stream = new(Encoding.UTF8.GetBytes(string.Join('\n', pieces)));
            _library = WordPieceTokenizer.Create(
                stream,
                new WordPieceOptions { UnknownToken = Unknown, MaxInputCharsPerWord = maxCharacters }
            );
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException)
        {
            throw new UnusableInputException($"{source}: cannot be used as a vocabulary: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Encode(string part, List<int> tokens) =>
        tokens.AddRange(_library.EncodeToIds(part, considerPreTokenization: false, considerNormalization: false));
}
