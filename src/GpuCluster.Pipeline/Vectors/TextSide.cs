using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The text encoder of the model that made vectors.</summary>
public static class TextSide
{
    /// <summary>Opens it. The caller owns the result.</summary>
    /// <param name="model">The model; null where vectors are pixels.</param>
    /// <param name="warn">Called for each text that is cut.</param>
    /// <exception cref="UnusableInputException">There is no model, or it has no text encoder; the message says what helps.</exception>
    public static ITextEmbedder Open(ModelFolder? model, Action<string> warn) =>
        model is null ? throw NoTexts("start with") : ClipTextEmbedder.Open(model.Path, warn);

    /// <summary>The error where vectors are pixels.</summary>
    internal static UnusableInputException NoTexts(string verb) =>
        new(
            $"pixels know no texts; {verb} a model with a text side, such as tiny-clip (digits and garments) "
                + "or a CLIP (models/README.md says where to get one)"
        )
        {
            Remedies = [new Remedy(Setting.Model, "tiny-clip")],
        };
}
