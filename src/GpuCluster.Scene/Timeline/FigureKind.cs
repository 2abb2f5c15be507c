namespace GpuCluster.Scene.Timeline;

/// <summary>The measurement of a <see cref="FigureSeries"/>.</summary>
public enum FigureKind
{
    /// <summary>The loss along edges, per edge.</summary>
    Attraction,

    /// <summary>The loss of drawn pairs, per edge.</summary>
    Repulsion,

    /// <summary>Both terms of the loss.</summary>
    Loss,

    /// <summary><see cref="EpochFigures.MeanDisplacement"/>.</summary>
    MeanDisplacement,

    /// <summary><see cref="EpochFigures.NeighbourPreservation"/>.</summary>
    NeighbourPreservation,

    /// <summary><see cref="EpochFigures.LayoutOutliers"/>.</summary>
    LayoutOutliers,

    /// <summary><see cref="EpochFigures.Silhouette"/>.</summary>
    Silhouette,

    /// <summary><see cref="EpochFigures.Divergence"/>.</summary>
    Divergence,
}
