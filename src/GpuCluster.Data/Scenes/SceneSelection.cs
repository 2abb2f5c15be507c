namespace GpuCluster.Data.Scenes;

/// <summary>Which samples are selected, hidden, isolated and pinned: indices, ascending, each at most once.</summary>
public sealed record SceneSelection
{
    /// <summary>The selected samples.</summary>
    public int[] Selected { get; init; } = [];

    /// <summary>The samples that are not drawn.</summary>
    public int[] Hidden { get; init; } = [];

    /// <summary>The samples that alone have colours, or null where all have.</summary>
    public int[]? Isolated { get; init; }

    /// <summary>The samples that the layout holds where they are.</summary>
    public int[] Pinned { get; init; } = [];

    /// <summary>The sample that was clicked last, or null.</summary>
    public int? Focus { get; init; }
}
