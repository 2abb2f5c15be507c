namespace GpuCluster.Scene;

/// <summary>The part of the help page and of the README's list of keys in which a command stands.</summary>
public enum CommandGroup
{
    /// <summary>The camera.</summary>
    Move,

    /// <summary>The selection, and what is hidden.</summary>
    Select,

    /// <summary>The running layout.</summary>
    Layout,

    /// <summary>The recorded epochs.</summary>
    Time,

    /// <summary>How the points are shown, and the panels.</summary>
    Show,

    /// <summary>Files, and the end of the program.</summary>
    Keep,
}
