using System.Text.Json;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Tokens;

/// <summary>The token settings in the files beside a text model: tokenizer_config.json and config.json.</summary>
internal sealed record TokenizerSettings
{
    // tokenizer_config.json writes "no bound" as 1e30.
    private const int LongestContext = 65536;

    /// <summary>Tokens of a text at most, start and end included, 3 or more; null where no file gives it.</summary>
    public int? ContextLength { get; private init; }

    /// <summary>The piece that fills a row after its end, or null.</summary>
    public string? PaddingPiece { get; private init; }

    /// <summary>The class of Hugging Face's tokenizer without "Fast", such as SiglipTokenizer, or null.</summary>
    public string? Class { get; private init; }

    /// <summary>Whether texts become lower case, where a file says it.</summary>
    public bool? Lowers { get; private init; }

    /// <summary>Whether texts lose their punctuation (open_clip's "canonicalize").</summary>
    public bool IsCanonical { get; private init; }

    /// <summary>Whether the model is a SigLIP, of either version.</summary>
    public bool IsSiglip { get; private init; }

    /// <summary>Reads the files that are there.</summary>
    public static TokenizerSettings Read(ModelFolder folder)
    {
        TokenizerSettings settings = new();
        if (folder.TokenizerSettings is { } tokenizer)
        {
            using JsonDocument document = JsonSettings.Read(tokenizer);
            JsonElement root = document.RootElement;
            settings = settings with
            {
                ContextLength = Usable(JsonSettings.Number(root, "model_max_length")),
                PaddingPiece = Piece(JsonSettings.Find(root, "pad_token")),
                Class =
                    Text(root, "tokenizer_class") is { } name && name.EndsWith("Fast", StringComparison.Ordinal)
                        ? name[..^"Fast".Length]
                        : Text(root, "tokenizer_class"),
                Lowers = JsonSettings.Find(root, "do_lower_case") switch
                {
                    { ValueKind: JsonValueKind.True } => true,
                    { ValueKind: JsonValueKind.False } => false,
                    _ => null,
                },
            };
        }

        if (folder.Settings is not { } model)
            return settings;
        using JsonDocument config = JsonSettings.Read(model);
        JsonElement whole = config.RootElement;
        // open_clip's file counts more than the tokenizer's, whose bound may be that of the tower's original use.
        return settings with
        {
            ContextLength =
                Usable(JsonSettings.Number(whole, "text_cfg", "context_length"))
                ?? settings.ContextLength
                ?? Usable(JsonSettings.Number(whole, "text_config", "max_position_embeddings")),
            IsCanonical =
                JsonSettings.Find(whole, "text_cfg", "tokenizer_kwargs", "clean") is { ValueKind: JsonValueKind.String } clean
                && clean.GetString() == "canonicalize",
            IsSiglip = Text(whole, "model_type")?.StartsWith("siglip", StringComparison.Ordinal) ?? false,
        };
    }

    private static int? Usable(double? length) => length is >= 3 and <= LongestContext ? (int)length : null;

    private static string? Text(JsonElement root, string name) =>
        JsonSettings.Find(root, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    // Either "piece" or { "content": "piece", … }.
    private static string? Piece(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Object } token => Piece(JsonSettings.Find(token, "content")),
            _ => null,
        };
}
