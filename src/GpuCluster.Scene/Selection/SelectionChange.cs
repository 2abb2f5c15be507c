namespace GpuCluster.Scene.Selection;

/// <summary>What selecting points does to those that are selected already.</summary>
public enum SelectionChange
{
    /// <summary>They are no longer.</summary>
    Replace,

    /// <summary>They stay.</summary>
    Add,

    /// <summary>They stay, but for the points named.</summary>
    Remove,

    /// <summary>They stay, but points named that are selected already are no longer.</summary>
    Toggle,
}
