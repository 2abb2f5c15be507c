using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>All measures of one layout.</summary>
public static class LayoutQualities
{
    private const int RankedNeighbours = 15;
    private const int VotingNeighbours = 5;
    private const int Folds = 5;

    /// <summary>Measures a layout.</summary>
    /// <param name="embedding">n x d values that the layout was made of.</param>
    /// <param name="metric">How far apart samples of the embedding are.</param>
    /// <param name="layout">n positions.</param>
    /// <param name="labels">n labels, or null.</param>
    /// <param name="knnRecall">What <see cref="SampledKnnRecall"/> says of the neighbour search, or null.</param>
    /// <param name="seed">Seed of the samples asked, where not all are.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static LayoutQuality Measure(
        EmbeddingMatrix embedding,
        Metric metric,
        Layout layout,
        SampleLabels? labels,
        double? knnRecall,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        NeighbourhoodQuality? neighbourhoods = NeighbourhoodMeasure.Measure(
            embedding,
            metric,
            layout,
            RankedNeighbours,
            seed,
            threads,
            cancellation
        );
        double? accuracy = labels is null ? null : KnnAccuracy.Measure(layout, labels, VotingNeighbours, Folds, threads, cancellation);
        return new LayoutQuality(neighbourhoods?.Trustworthiness, accuracy, knnRecall, LayoutOutliers.Count(layout))
        {
            Continuity15 = neighbourhoods?.Continuity,
            NeighbourPreservation15 = neighbourhoods?.Preservation,
            Silhouette = labels is null ? null : SilhouetteMeasure.Measure(layout, labels, seed, threads, cancellation),
        };
    }
}
