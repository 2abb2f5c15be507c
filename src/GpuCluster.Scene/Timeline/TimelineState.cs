namespace GpuCluster.Scene.Timeline;

/// <summary>The saved state of a <see cref="TimelineModel"/>, beside its history's export: plain values for System.Text.Json.</summary>
public sealed record TimelineState
{
    /// <summary>The epoch that is shown; null: live.</summary>
    public double? Epoch { get; init; }

    /// <summary>See <see cref="TimelineModel.Speed"/>.</summary>
    public double Speed { get; init; } = TimelineModel.FirstSpeed;

    /// <summary>See <see cref="TimelineModel.TrailEpochs"/>.</summary>
    public int TrailEpochs { get; init; }

    /// <summary>See <see cref="TimelineModel.Stations"/>.</summary>
    public IReadOnlyList<TimelineStation> Stations { get; init; } = [];

    /// <summary>The points of each figure that has any, by ascending epoch.</summary>
    public IReadOnlyDictionary<FigureKind, IReadOnlyList<FigurePoint>> Figures { get; init; } =
        new Dictionary<FigureKind, IReadOnlyList<FigurePoint>>();
}
