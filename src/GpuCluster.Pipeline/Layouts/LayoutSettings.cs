using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>How a layout is to be made, checked.</summary>
public sealed record LayoutSettings
{
    public required LayoutMethod Method { get; init; }

    public required Metric Metric { get; init; }

    public required InitialLayoutKind Init { get; init; }

    /// <summary>A file of positions to start from instead of <see cref="Init"/>, or null.</summary>
    public string? InitFile { get; init; }

    /// <summary>A file of neighbours that were found before, or null where they are searched.</summary>
    public string? NeighboursFile { get; init; }

    /// <summary>Principal components that vectors are reduced to before neighbours are searched, or null where they stay as they are.</summary>
    public int? Components { get; init; }

    public required UmapOptions Umap { get; init; }

    public required TsneOptions Tsne { get; init; }

    /// <summary>Processor threads, 1 or more. Results do not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether every neighbour has to be found.</summary>
    public required KnnKind Knn { get; init; }

    /// <summary>How images become vectors.</summary>
    public required EmbeddingSettings Embedding { get; init; }

    /// <summary>The part of these settings that a neighbour search takes.</summary>
    public KnnSettings Search => new(Metric, Knn, Umap.Seed, Threads);

    /// <summary>Neighbours that the method searches for each of <paramref name="count"/> samples, the sample itself included; 0 where it needs none.</summary>
    public int NeighboursFor(int count) => Method switch
    {
        LayoutMethod.Umap => Math.Min(count, Umap.Neighbours),
        LayoutMethod.Tsne => Tsne.NeighboursFor(count),
        _ => 0,
    };
}
