namespace GpuCluster.Scene.Selection;

/// <summary>How a new selection combines with the present one.</summary>
public enum SelectionChange
{
    /// <summary>Replaces the present selection.</summary>
    Replace,

    /// <summary>Adds the points.</summary>
    Add,

    /// <summary>Removes the points.</summary>
    Remove,

    /// <summary>Toggles the points.</summary>
    Toggle,
}
