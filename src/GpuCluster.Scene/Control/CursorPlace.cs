using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Control;

/// <summary>
/// The place in the world under the cursor: the hovered point, else where the cursor meets the plane of the camera's target that faces the
/// camera. Zooming and panning keep it under the cursor. Frame thread.
/// </summary>
/// <param name="cloud">Where the points are.</param>
/// <param name="cameras">What the camera looks at.</param>
/// <param name="selection">Which point is hovered.</param>
internal sealed class CursorPlace(CloudPositions cloud, CameraRig cameras, SelectionModel selection)
{
    private (Vector2 Cursor, Vector3 Place)? _zoomed;

    /// <summary>The place to zoom to: the same one while the wheel turns and the cursor rests.</summary>
    /// <param name="frame">The newest picture.</param>
    /// <param name="picture">Width and height in pixels.</param>
    /// <param name="cursor">Pixels from the top left.</param>
    public Vector3 ToZoom(SceneFrame frame, Vector2 picture, Vector2 cursor)
    {
        if (_zoomed is { } zoomed && zoomed.Cursor == cursor && cameras.IsZooming)
            return zoomed.Place;
        Vector3 place = Find(frame, picture, cursor);
        _zoomed = (cursor, place);
        return place;
    }

    /// <summary>The depth in view space of the place under the cursor.</summary>
    /// <param name="frame">The newest picture.</param>
    public float Depth(SceneFrame frame) =>
        HoveredPlace() is { } point && -Vector3.Transform(point, frame.View).Z is > 0 and var depth ? depth : cameras.TargetDepth;

    private Vector3 Find(SceneFrame frame, Vector2 picture, Vector2 cursor)
    {
        if (HoveredPlace() is { } point)
            return point;
        float depth = cameras.TargetDepth;
        Vector2 clip = (cursor / picture * 2) - Vector2.One;
        Vector3 view = new(
            (clip.X + frame.Projection.M31) * depth / frame.Projection.M11,
            (clip.Y + frame.Projection.M32) * depth / frame.Projection.M22,
            -depth
        );
        Matrix4x4.Invert(frame.View, out Matrix4x4 toWorld);
        return Vector3.Transform(view, toWorld);
    }

    private Vector3? HoveredPlace()
    {
        if (selection.Hovered is not { } hovered || cloud.Version == 0)
            return null;
        Vector3 place = default;
        cloud.Read(positions => place = positions[hovered].AsVector3());
        return CloudBounds.Counts(place) ? place : null;
    }
}
