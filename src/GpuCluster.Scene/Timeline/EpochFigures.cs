using GpuCluster.Core.Layouts;

namespace GpuCluster.Scene.Timeline;

/// <summary>Measurements of a layout at one epoch.</summary>
/// <param name="Epoch">0 or more.</param>
public sealed record EpochFigures(int Epoch)
{
    /// <summary>The loss per edge, or null where it was not measured.</summary>
    public LayoutLoss? Loss { get; init; }

    /// <summary>The Kullback-Leibler divergence of a layout by t-SNE, in nats; NaN where it was not measured.</summary>
    public double Divergence { get; init; } = double.NaN;

    /// <summary>How far a point moved on average since the epoch before, in world units; NaN where it was not measured.</summary>
    public double MeanDisplacement { get; init; } = double.NaN;

    /// <summary>
    /// The share of each sample's nearest neighbours that are nearest in the layout too, 0 to 1; NaN where it was not measured.
    /// </summary>
    public double NeighbourPreservation { get; init; } = double.NaN;

    /// <summary>How many points lie far outside the cloud; NaN where it was not measured.</summary>
    public double LayoutOutliers { get; init; } = double.NaN;

    /// <summary>How well the classes are separated, -1 to 1; NaN where it was not measured, or there are no two classes.</summary>
    public double Silhouette { get; init; } = double.NaN;
}
