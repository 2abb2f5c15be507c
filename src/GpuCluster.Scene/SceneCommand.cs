namespace GpuCluster.Scene;

/// <summary>What the user asked for that the scene cannot do itself.</summary>
public enum SceneCommand
{
    None,

    /// <summary>R: the layout starts again.</summary>
    Restart,

    /// <summary>Space: the layout pauses or goes on.</summary>
    TogglePause,

    /// <summary>N: the layout runs one epoch and pauses.</summary>
    StepOnce,

    /// <summary>F12: the picture is saved.</summary>
    SavePicture,

    /// <summary>Esc, or the window's close button.</summary>
    Quit,
}
