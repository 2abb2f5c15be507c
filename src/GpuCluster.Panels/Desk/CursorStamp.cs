using GpuCluster.Scene;
using SkiaSharp;

namespace GpuCluster.Panels.Desk;

/// <summary>The content drawn beside the cursor; equal values look the same.</summary>
internal readonly record struct CursorStamp(int? Hovered, SKPoint At, long Pictures, long Mouse)
{
    public static CursorStamp Of(SceneState scene, SKPoint cursor, long pictures) =>
        scene.Selection.Hovered is { } hovered
            ? new CursorStamp(hovered, cursor, pictures, scene.Mouse.Version)
            : new CursorStamp(null, default, 0, scene.Mouse.Version);
}
