using GpuCluster.Data.Scenes;

namespace GpuCluster.App.Pipeline;

/// <summary>A scene file that was read.</summary>
/// <param name="Path">For messages.</param>
/// <param name="File">What it keeps.</param>
internal sealed record OpenedScene(string Path, SceneFile File);
