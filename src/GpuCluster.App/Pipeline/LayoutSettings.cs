using GpuCluster.App.CommandLine;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.App.Pipeline;

/// <summary>How a layout is to be made, checked.</summary>
internal sealed record LayoutSettings
{
    public required LayoutMethod Method { get; init; }

    public required Metric Metric { get; init; }

    public required InitialLayoutKind Init { get; init; }

    public required UmapOptions Umap { get; init; }

    public required TsneOptions Tsne { get; init; }

    /// <summary>Processor threads, 1 or more. Results do not depend on it.</summary>
    public required int Threads { get; init; }

    public required DeviceRequest KnnDevice { get; init; }

    public required DeviceRequest LayoutDevice { get; init; }

    /// <summary>How images become vectors.</summary>
    public required EmbeddingSettings Embedding { get; init; }
}
