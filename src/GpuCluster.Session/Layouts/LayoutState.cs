namespace GpuCluster.Session.Layouts;

/// <summary>What a live layout is doing.</summary>
public enum LayoutState
{
    /// <summary>Runs epochs as frames are drawn.</summary>
    Running,

    /// <summary>Waits for the user, or until an earlier epoch is no longer shown.</summary>
    Paused,

    /// <summary>Has run all its epochs.</summary>
    Finished,
}
