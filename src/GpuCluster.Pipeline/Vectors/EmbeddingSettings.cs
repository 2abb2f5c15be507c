using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>How images become vectors.</summary>
/// <param name="Model">The model, or null for the pixels of the images.</param>
/// <param name="Threads">Processor threads, 1 or more. Results do not depend on it.</param>
public sealed record EmbeddingSettings(ModelFolder? Model, int Threads)
{
    /// <summary>By a model, or by pixels, with all processors.</summary>
    /// <param name="model">The model, or null for the pixels of the images.</param>
    public EmbeddingSettings(ModelFolder? model)
        : this(model, Environment.ProcessorCount) { }

    /// <summary>By pixels, with all processors.</summary>
    public EmbeddingSettings()
        : this(null, Environment.ProcessorCount) { }

    /// <summary>
    /// Chooses the device of the model, when the first image is about to be embedded. The argument receives warnings. The default is the
    /// processor.
    /// </summary>
    public Func<IStageProgress, EmbeddingDevice> ChooseDevice { get; init; } = static _ => EmbeddingDevice.Host;

    /// <summary>Words that the model names clusters with; null: clusters are named by the labels of the data.</summary>
    public ClassWords? Words { get; init; }

    /// <summary>What the model is called in files and reports; "pixels" without one.</summary>
    public string ModelName => Model?.Name ?? "pixels";
}
