using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A dataset with everything that comes before the first epoch.</summary>
/// <param name="Dataset">What was loaded.</param>
/// <param name="Embedding">n x d vectors; for a finished layout its positions.</param>
/// <param name="Knn">n x k neighbours; null for methods that need none.</param>
/// <param name="Stepper">The layout, ready for its first epoch. Owned.</param>
/// <param name="Device">Where neighbours and epochs are computed, in words; null where nothing was.</param>
/// <param name="Method">What is laid out and how, in words.</param>
public sealed record PreparedLayout(
    Dataset Dataset,
    EmbeddingMatrix Embedding,
    KnnGraph? Knn,
    ILayoutStepper Stepper,
    string? Device,
    string Method
) : IDisposable
{
    /// <summary>How neighbours were searched; null for methods that need none.</summary>
    public KnnOutcome? KnnOutcome { get; init; }

    /// <summary>
    /// The variance that the principal components explain of which the layout was made, or which it is; null where there are none.
    /// </summary>
    public ExplainedVariance? Explained { get; init; }

    /// <summary>Makes a graph of another number of neighbours; null where the layout has none.</summary>
    public GraphRebuilder? Rebuilder { get; init; }

    /// <summary>How samples are compared; null where there is nothing but positions.</summary>
    public SimilaritySource? Similarity { get; init; }

    /// <summary>The model that made the vectors; null where none did.</summary>
    public ModelFolder? Model { get; init; }

    /// <summary>Where the data was read from; null where a scene's data is gone.</summary>
    public DataSource? Source { get; init; }

    /// <summary>How distance was measured.</summary>
    public Metric Metric { get; init; }

    /// <summary>Principal components that the vectors were reduced to before neighbours were searched; null where they were not.</summary>
    public int? Components { get; init; }

    /// <summary>The scene file that it comes from, or null.</summary>
    public OpenedScene? Kept { get; init; }

    /// <summary>Which device does what, for people.</summary>
    /// <param name="draws">The device that draws.</param>
    public string Describe(string draws) => Device is null ? $"{draws} draws" : $"{Device} computes, {draws} draws";

    /// <inheritdoc/>
    public void Dispose() => Stepper.Dispose();
}
