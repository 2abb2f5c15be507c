using GpuCluster.Data.Scenes;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A scene file that was read.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="File">Its content.</param>
public sealed record OpenedScene(string Path, SceneFile File);
