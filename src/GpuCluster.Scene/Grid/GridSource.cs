namespace GpuCluster.Scene.Grid;

/// <summary>Which samples a grid shows.</summary>
public enum GridSource
{
    /// <summary>Those that are selected.</summary>
    Selection,

    /// <summary>Those that the filter lets through.</summary>
    Filter,

    /// <summary>All that are not hidden.</summary>
    All,
}
