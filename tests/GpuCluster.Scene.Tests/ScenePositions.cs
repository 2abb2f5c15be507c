using System.Numerics;
using GpuCluster.Scene.Samples;
using GpuCluster.Testing;

namespace GpuCluster.Scene.Tests;

/// <summary>Gives a scene positions that a test writes.</summary>
internal static class ScenePositions
{
    public static void UpdatePositions(this SceneState scene, Action<Span<Vector4>> write) =>
        scene.UpdatePositions(TestPositions.Of(scene.Cloud.Count, write, (int)scene.Cloud.Version + 1));

    public static void Update(this CloudPositions cloud, Action<Span<Vector4>> write, CloudPositions.Reader use) =>
        cloud.Update(TestPositions.Of(cloud.Count, write, (int)cloud.Version + 1), use);
}
