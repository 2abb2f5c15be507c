namespace GpuCluster.Scene.Undo;

/// <summary>Something that was done to the scene and can be taken back.</summary>
/// <param name="Undo">Takes it back.</param>
/// <param name="Redo">Does it again.</param>
public sealed record SceneAction(Action Undo, Action Redo)
{
    /// <summary>Whether it is work that a saved scene would keep and that is lost without one.</summary>
    public bool IsWork { get; init; } = true;

    /// <summary>Equal for actions that are one in the eyes of the user, such as the steps of a slider; null for one of its own.</summary>
    public string? Series { get; init; }

    /// <summary>Memory that it holds.</summary>
    public long Bytes { get; init; }
}
