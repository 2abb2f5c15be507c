using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Tokens.Vocabularies;
using Microsoft.ML.Tokenizers;

namespace GpuCluster.Embedding.Tokens;

/// <summary>Pairs merged by a list, as in Gemma's tokenizer.json. A character without a piece becomes the pieces of its bytes.</summary>
internal sealed class MergedPieces : ITextPieces
{
    private readonly BpeTokenizer _library;
    private readonly BpeVocabulary _vocabulary;
    private readonly int[] _bytes;

    /// <exception cref="UnusableInputException">The library cannot use the vocabulary, or a byte has no piece.</exception>
    public MergedPieces(BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _bytes = BytePieces.Find(vocabulary.Source, vocabulary.Ids);
        try
        {
            _library = BpeTokenizer.Create(new BpeOptions(vocabulary.Ids) { Merges = vocabulary.Merges });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException)
        {
            throw new UnusableInputException($"{vocabulary.Source}: cannot be used as a vocabulary: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Encode(string part, List<int> tokens)
    {
        StringBuilder known = new();
        foreach (Rune rune in part.EnumerateRunes())
        {
            string character = rune.ToString();
            if (_vocabulary.Ids.ContainsKey(character))
            {
                known.Append(character);
                continue;
            }

            AddKnown(known, tokens);
            BytePieces.Add(_bytes, character, tokens);
        }

        AddKnown(known, tokens);
    }

    private void AddKnown(StringBuilder known, List<int> tokens)
    {
        if (known.Length > 0)
            tokens.AddRange(_library.EncodeToIds(known.ToString(), considerPreTokenization: false, considerNormalization: false));
        known.Clear();
    }
}
