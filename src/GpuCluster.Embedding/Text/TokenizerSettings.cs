using System.Text.Json;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Text;

/// <summary>The token settings in the files beside a text model.</summary>
/// <param name="ContextLength">Tokens of a text at most, start and end included: 3 or more.</param>
/// <param name="PaddingPiece">The piece that fills a row after its end, or null where none is named; then it is token 0, as in OpenAI's
/// code.</param>
internal sealed record TokenizerSettings(int ContextLength, string? PaddingPiece)
{
    /// <summary>The context length of every CLIP so far.</summary>
    private const int DefaultContext = 77;

    // tokenizer_config.json writes "no bound" as 1e30.
    private const int LongestContext = 65536;

    /// <summary>Reads tokenizer_config.json and config.json, whichever are there.</summary>
    public static TokenizerSettings Read(ModelFolder folder)
    {
        double? length = null;
        string? padding = null;
        if (folder.TokenizerSettings is { } tokenizer)
        {
            using JsonDocument document = JsonSettings.Read(tokenizer);
            length = Usable(JsonSettings.Number(document.RootElement, "model_max_length"));
            padding = Piece(JsonSettings.Find(document.RootElement, "pad_token"));
        }

        if (length is null && folder.Settings is { } settings)
        {
            using JsonDocument document = JsonSettings.Read(settings);
            length = Usable(JsonSettings.Number(document.RootElement, "text_config", "max_position_embeddings"));
        }

        return new TokenizerSettings((int)(length ?? DefaultContext), padding);
    }

    private static double? Usable(double? length) => length is >= 3 and <= LongestContext ? length : null;

    // Either "piece" or { "content": "piece", … }.
    private static string? Piece(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Object } token => Piece(JsonSettings.Find(token, "content")),
            _ => null,
        };
}
