using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The text side of what made a cloud's vectors.</summary>
public static class TextSide
{
    /// <summary>Opens it.</summary>
    /// <param name="model">What made the vectors; null where no model did.</param>
    /// <param name="warn">Told what people should know of it.</param>
    /// <exception cref="UnusableInputException">No model did, or it knows no texts; the message says what helps.</exception>
    public static ITextEmbedder Open(ModelFolder? model, Action<string> warn) => model is null
        ? throw new UnusableInputException("pixels know no texts; start with a model that has a text side, such as tiny-clip (digits and garments) or a CLIP (models/README.md says where to get one)") { Remedies = [new Remedy(Setting.Model, "tiny-clip")] }
        : ClipTextEmbedder.Open(model.Path, warn);
}
