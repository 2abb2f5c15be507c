using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Tokens.Forms;
using GpuCluster.Embedding.Tokens.Vocabularies;

namespace GpuCluster.Embedding.Tokens;

/// <summary>Opens the tokenizer of a model, whichever kind its files are.</summary>
internal static class TextTokenizers
{
    /// <summary>The context of SigLIP; its files leave it out.</summary>
    private const int SiglipLength = 64;

    private const string Supported =
        "supported are CLIP's BPE, SentencePiece (Unigram, or BPE with byte fallback) and BERT's WordPiece, so use a text model that has "
        + "one of them";

    /// <summary>Reads a model's tokenizer files.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="contextLength">Tokens that the text model takes at most; null if its metadata do not give it.</param>
    /// <exception cref="UnusableInputException">A file is absent, damaged, or of a kind that is not supported.</exception>
    public static ITextTokenizer Open(ModelFolder folder, int? contextLength)
    {
        if (folder is { Vocabulary: not null, Merges: not null })
            return ClipTokenizer.Open(folder, contextLength);
        TokenizerSettings settings = TokenizerSettings.Read(folder);
        if (folder.Tokenizer is { } path)
        {
            using JsonDocument document = JsonSettings.Read(path);
            JsonElement root = document.RootElement;
            switch (JsonTokenizer.TypeOf(root))
            {
                case "BPE" when !JsonTokenizer.HasBytes(root):
                    return ClipTokenizer.Open(folder, contextLength);
                case "BPE" or "Unigram" or "WordPiece":
                    return new JsonTokenizer(path, root, settings).Make(contextLength, DefaultLength(settings));
                case var other:
                    throw new UnusableInputException($"{path}: a tokenizer of type {other}; {Supported}");
            }
        }

        return folder.SentencePieces is { } pieces ? FromPieces(pieces, settings, contextLength)
            : folder.WordPieces is { } words ? FromWords(words, settings, contextLength)
            : ClipTokenizer.Open(folder, contextLength);
    }

    private static int DefaultLength(TokenizerSettings settings) =>
        settings.IsSiglip || settings.Class is "SiglipTokenizer" or "Siglip2Tokenizer" ? SiglipLength : ClipTokenizer.DefaultLength;

    private static PieceTokenizer FromPieces(string path, TokenizerSettings settings, int? contextLength)
    {
        string name = settings.Class ?? (Path.GetFileName(path) == "sentencepiece.bpe.model" ? "XLMRobertaTokenizer" : "");
        bool isFairseq = name == "XLMRobertaTokenizer",
            isSiglip = name == "SiglipTokenizer" || (name.Length == 0 && settings.IsSiglip);
        if (!isFairseq && !isSiglip && name is not ("T5Tokenizer" or "GemmaTokenizer" or "Siglip2Tokenizer"))
        {
            string named = name.Length == 0 ? "no tokenizer_config.json beside it names its class" : $"a tokenizer of class {name}";
            throw new UnusableInputException(
                $"{path}: {named}; from such a file SiglipTokenizer, Siglip2Tokenizer, GemmaTokenizer, T5Tokenizer and XLMRobertaTokenizer "
                    + "are supported: put the model's tokenizer.json beside it"
            );
        }

        SentencePieceFile file = SentencePieceFile.Read(path);
        ITextPieces pieces = file.Vocabulary.IsUnigram ? new UnigramPieces(file.Vocabulary) : new ScoredPieces(file.Vocabulary);
        Func<string, string> own = file.Preparation();
        bool lowers = settings.Lowers ?? (isSiglip || settings.IsSiglip || name == "Siglip2Tokenizer");
        Func<string, string> prepare = text =>
            own(
                settings.IsCanonical ? CanonicalText.Of(text, lowers: true, splitsUnderlines: true)
                : isSiglip ? CanonicalText.Of(text, lowers, splitsUnderlines: false)
                : lowers ? LowerCase.Of(text)
                : text
            );
        int length = contextLength ?? settings.ContextLength ?? DefaultLength(settings);
        TokenFrame frame = isFairseq
            ? new TokenFrame([FairseqPieces.Start], [FairseqPieces.End], FairseqPieces.Padding, length)
            : Framed(path, file.Vocabulary, settings.PaddingPiece, isSiglip, length);
        return new PieceTokenizer(
            file.Whole,
            prepare,
            (text, _) => [text],
            isFairseq ? new FairseqPieces(pieces, file.Vocabulary.Unknown) : pieces,
            frame
        );
    }

    // T5, SigLIP and Gemma as SigLIP 2 uses it: no start, one end.
    private static TokenFrame Framed(string path, PieceVocabulary vocabulary, string? padding, bool isSiglip, int length)
    {
        int end =
            vocabulary.Find("</s>")
            ?? vocabulary.Find("<eos>")
            ?? throw new UnusableInputException($"{path}: has no end token </s> or <eos>; use the tokenizer files of one model");
        int fill = padding is null
            ? (isSiglip ? end : vocabulary.Find("<pad>") ?? 0)
            : vocabulary.Find(padding)
                ?? throw new UnusableInputException($"{path}: lacks the token {padding}; use the tokenizer files of one model");
        return new TokenFrame([], [end], fill, length);
    }

    private static PieceTokenizer FromWords(string path, TokenizerSettings settings, int? contextLength)
    {
        string[] words;
        try
        {
            words = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: cannot be read: {e.Message}", e);
        }

        bool lowers = settings.Lowers ?? true;
        BertText text = new(CleansText: true, SplitsChinese: true, StripsAccents: lowers, Lowers: lowers);
        int NumberOf(string word) =>
            Array.IndexOf(words, word) is >= 0 and var number
                ? number
                : throw new UnusableInputException($"{path}: lacks the token {word}; use the vocab.txt of a BERT");
        int length = contextLength ?? settings.ContextLength ?? ClipTokenizer.DefaultLength;
        TokenFrame frame = new([NumberOf("[CLS]")], [NumberOf("[SEP]")], NumberOf(settings.PaddingPiece ?? "[PAD]"), length);
        return new PieceTokenizer(new WholePieces([]), text.Prepare, (part, _) => BertText.Words(part), new WordPieces(path, words), frame);
    }
}
