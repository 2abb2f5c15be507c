using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>
/// How a layout is made. The defaults are umap-learn's: UMAP of 15 neighbours by euclidean distance from a spectral start, here in three
/// dimensions. Options may be checked before by <see cref="UmapLimits.FaultIn"/> and <see cref="TsneLimits.FaultIn"/>.
/// </summary>
public sealed record LayoutSettings
{
    /// <summary>The method.</summary>
    public LayoutMethod Method { get; init; }

    /// <summary>The distance between samples.</summary>
    public Metric Metric { get; init; }

    /// <summary>Where the layout starts from. t-SNE's own default, in scikit-learn, is <see cref="InitialLayoutKind.Pca"/>.</summary>
    public InitialLayoutKind Init { get; init; } = InitialLayoutKind.Spectral;

    /// <summary>A float32 (n, dims) .npy of positions to start from instead of <see cref="Init"/>, or null.</summary>
    public string? InitFile { get; init; }

    /// <summary>
    /// A .npz of neighbours that were found before, with arrays "indices" and "distances"; or null where they are searched.
    /// </summary>
    public string? NeighboursFile { get; init; }

    /// <summary>
    /// Principal components that vectors are reduced to before neighbours are searched, 1 to <see
    /// cref="PrincipalComponents.MaxComponents"/>; null where they stay as they are.
    /// </summary>
    public int? Components { get; init; }

    /// <summary>Options of UMAP. Dimensions and seed serve every method.</summary>
    public UmapOptions Umap { get; init; } = new();

    /// <summary>Options of t-SNE.</summary>
    public TsneOptions Tsne { get; init; } = new();

    /// <summary>Processor threads, 1 or more. Results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every neighbour has to be found.</summary>
    public KnnKind Knn { get; init; }

    /// <summary>How images become vectors.</summary>
    public EmbeddingSettings Embedding { get; init; } = new();

    /// <summary>The part of these settings that a neighbour search takes.</summary>
    public KnnSettings Search => new(Metric, Knn, Umap.Seed, Threads);

    /// <summary>Neighbours that the method searches for each sample, the sample itself included; 0 where it needs none.</summary>
    /// <param name="count">n, the number of samples.</param>
    public int NeighboursFor(int count) =>
        Method switch
        {
            LayoutMethod.Umap => Math.Min(count, Umap.Neighbours),
            LayoutMethod.Tsne => Tsne.NeighboursFor(count),
            _ => 0,
        };
}
