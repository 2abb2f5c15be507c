using System.Text.Json;
using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Models;

/// <summary>
/// How the tokens of a vision transformer become one vector, as the config.json beside the model says: the class token, which comes first,
/// or the mean of its patches (timm's "global_pool": "avg", Hugging Face's "use_mean_pooling": true).
/// </summary>
/// <param name="IsMean">Whether the mean of the patches is taken.</param>
/// <param name="PatchSize">Pixels along a patch, or null where no file gives it.</param>
internal sealed record TokenPooling(bool IsMean, int? PatchSize)
{
    /// <summary>Class and register tokens that come before the patches: published models have up to 9.</summary>
    private const int MaxLeading = 16;

    /// <summary>Reads config.json, where there is one.</summary>
    /// <exception cref="UnusableInputException">It is damaged.</exception>
    public static TokenPooling Read(ModelFolder folder)
    {
        if (folder.Settings is not { } settings)
            return new TokenPooling(IsMean: false, null);
        using JsonDocument document = JsonSettings.Read(settings);
        JsonElement root = document.RootElement;
        bool isMean =
            JsonSettings.Find(root, "use_mean_pooling") is { ValueKind: JsonValueKind.True }
            || (JsonSettings.Find(root, "global_pool") is { ValueKind: JsonValueKind.String } pool && pool.GetString() == "avg");
        double? patch = JsonSettings.Number(root, "patch_size") ?? JsonSettings.Number(root, "vision_config", "patch_size");
        return new TokenPooling(isMean, patch is >= 1 and <= 1024 ? (int)patch : null);
    }

    /// <summary>Which tokens' mean is the vector of an image.</summary>
    /// <param name="path">The model, for messages.</param>
    /// <param name="tokens">Tokens of an image, 1 or more.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <exception cref="UnusableInputException">The tokens are patches alone and their mean is not asked for, or the patches of a mean are
    /// not known.</exception>
    public (int First, int Count) Of(string path, int tokens, int height, int width)
    {
        int? leading = LeadingOf(tokens, height, width);
        if (IsMean)
        {
            return leading is { } first
                ? (first, tokens - first)
                : throw new UnusableInputException(
                    $"{path}: config.json asks for the mean of the patches, and {tokens} tokens are no grid of patches over {height} x "
                        + $"{width} pixels; export the model with its pooled output"
                );
        }

        return leading == 0 && tokens > 1
            ? throw new UnusableInputException(
                $"{path}: gives {tokens} patches of an image and no class token; export it with its pooled output (pooler_output), or "
                    + "write \"global_pool\": \"avg\" into the config.json beside it, if the model was trained for the mean of its patches"
            )
            : (0, 1);
    }

    // The tokens before the patches; null where the tokens are no grid.
    private int? LeadingOf(int tokens, int height, int width)
    {
        int? leading = null;
        for (int patch = PatchSize ?? 2; patch <= (PatchSize ?? Math.Min(height, width)); patch++)
        {
            int others = tokens - (height / patch * (width / patch));
            bool isGrid = PatchSize is not null || (height % patch == 0 && width % patch == 0);
            if (isGrid && others is >= 0 and <= MaxLeading && (leading is null || others < leading))
                leading = others;
        }

        return leading;
    }
}
