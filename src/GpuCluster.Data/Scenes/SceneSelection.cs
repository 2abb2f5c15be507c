namespace GpuCluster.Data.Scenes;

/// <summary>Which samples are selected, hidden, isolated and pinned: indices, ascending, each at most once.</summary>
public sealed record SceneSelection
{
    /// <summary>The selected samples.</summary>
    public int[] Selected { get; init; } = [];

    /// <summary>The samples that are not drawn.</summary>
    public int[] Hidden { get; init; } = [];

    /// <summary>The isolated samples, the only ones with colours, or null if all have colours.</summary>
    public int[]? Isolated { get; init; }

    /// <summary>The pinned samples.</summary>
    public int[] Pinned { get; init; } = [];

    /// <summary>The sample that was clicked last, or null.</summary>
    public int? Focus { get; init; }
}
