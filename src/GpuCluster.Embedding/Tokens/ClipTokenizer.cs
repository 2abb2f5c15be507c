using System.Text.RegularExpressions;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tokens.Forms;
using GpuCluster.Embedding.Tokens.Vocabularies;
using Microsoft.ML.Tokenizers;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// CLIP's byte-level BPE: composed form, lower case, words cut by CLIP's pattern, each word's UTF-8 bytes merged by the model's list,
/// between a start and an end token. So any text in any script has tokens. A text cannot name the start and the end token: what looks
/// like one is read as words.
/// </summary>
public sealed class ClipTokenizer : ITextTokenizer
{
    /// <summary>The context length of every CLIP so far.</summary>
    internal const int DefaultLength = 77;

    private const string Start = "<|startoftext|>";
    private const string End = "<|endoftext|>";
    private readonly BpeTokenizer _words;
    private readonly int _start;
    private readonly int _end;

    private ClipTokenizer(BpeTokenizer words, int start, int end, int padding, int contextLength)
    {
        (_words, _start, _end, Padding, ContextLength) = (words, start, end, padding, contextLength);
    }

    /// <summary>Tokens of a text at most, start and end included.</summary>
    public int ContextLength { get; }

    /// <summary>The token that fills a row after its end.</summary>
    public int Padding { get; }

    /// <summary>Reads a model's tokenizer files.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="contextLength">Tokens that the text model takes at most; null if its metadata do not give it; then it is read from the
    /// files beside it.</param>
    /// <exception cref="UnusableInputException">A file is absent, damaged, or of another kind of tokenizer.</exception>
    public static ClipTokenizer Open(ModelFolder folder, int? contextLength)
    {
        BpeVocabulary vocabulary = BpeVocabulary.Read(folder);
        TokenizerSettings settings = TokenizerSettings.Read(folder);
        BpeTokenizer words;
        try
        {
            words = BpeTokenizer.Create(
                new BpeOptions(vocabulary.Ids)
                {
                    Merges = vocabulary.Merges,
                    ByteLevel = true,
                    EndOfWordSuffix = "</w>",
                    Normalizer = LowerCaseNormalizer.Instance,
                    PreTokenizer = new RegexPreTokenizer(Words(), null),
                }
            );
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException)
        {
            throw new UnusableInputException($"{vocabulary.Source}: cannot be used as CLIP's vocabulary: {e.Message}", e);
        }

        int padding = settings.PaddingPiece is { } piece ? vocabulary.Require(piece) : 0;
        return new ClipTokenizer(
            words,
            vocabulary.Require(Start),
            vocabulary.Require(End),
            padding,
            contextLength ?? settings.ContextLength ?? DefaultLength
        );
    }

    /// <summary>The tokens of a text, from the start to the end token, as many as the model reads.</summary>
    public int[] Encode(string text) => Encode(text, out _);

    /// <summary>
    /// The tokens of a text, from the start to the end token. A text too long for the model loses its last words and keeps its end.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="isCut">Whether words were lost.</param>
    public int[] Encode(string text, out bool isCut)
    {
        IReadOnlyList<int> ids = _words.EncodeToIds(ComposedText.Of(text));
        isCut = ids.Count > ContextLength - 2;
        return [_start, .. ids.Take(ContextLength - 2), _end];
    }

    // The text is in lower case when the pattern sees it; without backtracking, its time is linear in the text's length.
    private static Regex Words() => new(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.NonBacktracking);
}
