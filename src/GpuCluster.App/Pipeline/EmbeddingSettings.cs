using GpuCluster.App.CommandLine;
using GpuCluster.Embedding.Models;

namespace GpuCluster.App.Pipeline;

/// <summary>How images become vectors.</summary>
/// <param name="Model">The model, or null for their pixels.</param>
/// <param name="Device">Where the model is to run.</param>
/// <param name="Threads">Processor threads, 1 or more. Results do not depend on it.</param>
internal sealed record EmbeddingSettings(ModelFolder? Model, DeviceRequest Device, int Threads)
{
    /// <summary>What the model is called in files and reports.</summary>
    public string ModelName => Model?.Name ?? "pixels";
}
