using GpuCluster.Data.Scenes;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A scene file that was read.</summary>
/// <param name="Path">For messages.</param>
/// <param name="File">What it keeps.</param>
public sealed record OpenedScene(string Path, SceneFile File);
