namespace GpuCluster.Core.Quality;

/// <summary>How well a layout preserves the embedding. A measure that is not defined for the data is null.</summary>
/// <param name="Trustworthiness15">Whether neighbours in the layout are neighbours in the embedding, k = 15, 0 to 1; null to n =
/// 30.</param>
/// <param name="KnnAccuracy5">Accuracy of a 5-nearest-neighbour vote in the layout, 5-fold cross-validation, 0 to 1; null without
/// labels.</param>
/// <param name="KnnRecall15">The share of the 15 true neighbours that the neighbour search found, 0 to 1; null where it was not compared
/// with an exact one.</param>
/// <param name="LayoutOutliers">Points farther from the median than five times the 99th percentile.</param>
public sealed record LayoutQuality(SampledMeasure? Trustworthiness15, double? KnnAccuracy5, double? KnnRecall15, int LayoutOutliers)
{
    /// <summary>
    /// Whether neighbours in the embedding are neighbours in the layout, k = 15, 0 to 1; see <see cref="Trustworthiness"/>.
    /// </summary>
    public SampledMeasure? Continuity15 { get; init; }

    /// <summary>The share of the 15 nearest in the embedding that are among the 15 nearest in the layout, 0 to 1.</summary>
    public SampledMeasure? NeighbourPreservation15 { get; init; }

    /// <summary>How well the classes are separated in the layout, -1 to 1; null without labels of two classes.</summary>
    public SampledMeasure? Silhouette { get; init; }
}
