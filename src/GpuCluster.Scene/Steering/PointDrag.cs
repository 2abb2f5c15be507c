using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Steering;

/// <summary>
/// Points that follow the cursor, in the plane through the grabbed point that faces the camera. Camera and positions at the start of the
/// drag stay the reference.
/// </summary>
public sealed class PointDrag
{
    private readonly int[] _points;
    private readonly Vector3[] _places;
    private readonly Vector2 _start;
    private readonly Vector3 _right;
    private readonly Vector3 _down;

    private PointDrag(int[] points, Vector3[] places, Vector2 start, Vector3 right, Vector3 down) =>
        (_points, _places, _start, _right, _down) = (points, places, start, right, down);

    /// <summary>Where the points were before the drag.</summary>
    public SceneRequest.Move Back => new(_points, _places);

    /// <summary>Begins to drag.</summary>
    /// <param name="grabbed">The point under the cursor: it stays under it.</param>
    /// <param name="points">All that move.</param>
    /// <param name="cloud">Where they are.</param>
    /// <param name="frame">The camera.</param>
    /// <param name="picture">Width and height in pixels.</param>
    /// <param name="start">Where the cursor is, in pixels.</param>
    public static PointDrag Begin(int grabbed, int[] points, CloudPositions cloud, SceneFrame frame, Vector2 picture, Vector2 start)
    {
        Vector3[] places = new Vector3[points.Length];
        Vector3 at = default;
        cloud.Read(positions =>
        {
            for (int i = 0; i < points.Length; i++)
                places[i] = positions[points[i]].AsVector3();
            at = positions[grabbed].AsVector3();
        });

        // A pixel is 2 / width of clip space, which at the point's depth is as much of view space as the projection divides by.
        float depth = -Vector3.Transform(at, frame.View).Z;
        Matrix4x4.Invert(frame.View, out Matrix4x4 toWorld);
        Vector3 right = Vector3.TransformNormal(Vector3.UnitX, toWorld) * (2 * depth / frame.Projection.M11 / picture.X);
        Vector3 down = Vector3.TransformNormal(Vector3.UnitY, toWorld) * (2 * depth / frame.Projection.M22 / picture.Y);
        return new PointDrag(points, places, start, right, down);
    }

    /// <summary>The positions of the points with the cursor at a pixel.</summary>
    public SceneRequest.Move To(Vector2 cursor)
    {
        Vector2 pixels = cursor - _start;
        Vector3 way = (pixels.X * _right) + (pixels.Y * _down);
        return new SceneRequest.Move(_points, [.. _places.Select(place => place + way)]);
    }
}
