using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Embedding.Tokens.Vocabularies;
using Microsoft.ML.Tokenizers;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// SentencePiece's pairs, merged by the library in the order of their scores. It receives the vocabulary alone, in SentencePiece's own file
/// format: texts are prepared and the bytes of the unknown are written here, as for every other kind.
/// </summary>
internal sealed class ScoredPieces : ITextPieces
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30);

    private readonly SentencePieceTokenizer _library;
    private readonly PieceVocabulary _vocabulary;
    private readonly int[]? _bytes;

    /// <exception cref="UnusableInputException">The library cannot use the vocabulary.</exception>
    public ScoredPieces(PieceVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _bytes = vocabulary.HasBytes ? BytePieces.Find(vocabulary) : null;
        try
        {
            byte[] file = SentencePieceWriter.Write(vocabulary);
            _library = LibraryCall.Run(
                file.Length,
                Allowed,
                () =>
                {
                    using MemoryStream stream = new(file);
                    return SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
                }
            );
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or InvalidOperationException
                        or InvalidDataException
                        or IndexOutOfRangeException
                        or TimeoutException
            )
        {
            throw new UnusableInputException($"{vocabulary.Source}: cannot be used as a vocabulary: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Encode(string part, List<int> tokens)
    {
        bool wasUnknown = false;
        foreach (
            EncodedToken token in _library.EncodeToTokens(
                part,
                out _,
                false,
                false,
                considerPreTokenization: false,
                considerNormalization: false
            )
        )
        {
            bool isUnknown = token.Id == _vocabulary.Unknown;
            if (!isUnknown)
                tokens.Add(token.Id);
            else if (_bytes is not null)
                BytePieces.Add(_bytes, part[token.Offset], tokens);
            else if (!wasUnknown)
                tokens.Add(token.Id);
            wasUnknown = isUnknown;
        }
    }
}
