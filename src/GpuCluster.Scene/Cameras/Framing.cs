using System.Numerics;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Cameras;

/// <summary>Camera positions that show the whole cloud in the picture.</summary>
public static class Framing
{
    /// <summary>The picture's edge stays this far from the cloud, as a share of its size.</summary>
    private const float Margin = 1.06f;

    /// <summary>The same for a closely framed cloud: slightly more, as text and legend are at the edges.</summary>
    private const float CloseMargin = 1.14f;

    /// <summary>The least distance of the camera to the nearest point, in radii: a nearer point would hide the rest.</summary>
    private const float Clearance = 0.5f;

    /// <summary>The initial orientation for a 3-D cloud: a little from the left and from above, so that depth is visible.</summary>
    public const float FirstYaw = 0.5f;

    /// <inheritdoc cref="FirstYaw"/>
    public const float FirstPitch = -0.3f;

    /// <summary>
    /// The camera that frames the cloud in an orientation. A 3-D cloud is framed by the sphere of its radius: distance = r / sin(half the
    /// narrower field of view). A flat cloud is viewed face-on, whatever the orientation, and framed by its extents.
    /// </summary>
    /// <param name="bounds">What to frame.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="yaw">See <see cref="Camera.Yaw"/>.</param>
    /// <param name="pitch">See <see cref="Camera.Pitch"/>.</param>
    /// <param name="fov">See <see cref="Camera.VerticalFov"/>.</param>
    /// <param name="half">Half the edge of a picture that stands at every point and faces the camera; world units.</param>
    public static Camera Frame(
        CloudBounds bounds,
        float aspect,
        float yaw = FirstYaw,
        float pitch = FirstPitch,
        float fov = Camera.FirstFov,
        float half = 0
    )
    {
        float vertical = MathF.Tan(fov / 2);
        float horizontal = vertical * aspect;
        if (bounds.IsFlat)
        {
            float fit = Math.Max((bounds.HalfExtent.Y + half) / vertical, (bounds.HalfExtent.X + half) / horizontal);
            return Camera.LookingAt(bounds.Centre, Math.Max(fit, bounds.Radius * 1e-2f) * Margin, yaw: 0, pitch: 0, fov);
        }

        float narrower = MathF.Atan(Math.Min(vertical, horizontal));
        return Camera.LookingAt(bounds.Centre, (bounds.Radius + half) * Margin / MathF.Sin(narrower), yaw, pitch, fov);
    }

    /// <summary>The same in the free area of a picture, with the camera's axis in the area's middle.</summary>
    /// <param name="bounds">What to frame.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="free">The part of the picture to frame in.</param>
    /// <param name="yaw">See <see cref="Camera.Yaw"/>.</param>
    /// <param name="pitch">See <see cref="Camera.Pitch"/>.</param>
    /// <param name="fov">See <see cref="Camera.VerticalFov"/>; of the whole picture.</param>
    /// <param name="half">Half the edge of a picture that stands at every point and faces the camera; world units.</param>
    public static Camera Frame(CloudBounds bounds, float aspect, FreeArea free, float yaw, float pitch, float fov, float half = 0) =>
        Frame(bounds, free.Aspect(aspect), yaw, pitch, free.FieldOfView(fov), half) with
        {
            VerticalFov = fov,
        };

    /// <summary>
    /// The camera that frames the cloud in an orientation as closely as its points allow; a flat cloud as
    /// <see cref="Frame(CloudBounds, float, float, float, float, float)"/> does.
    /// </summary>
    /// <param name="bounds">What to frame, and the point the camera looks at.</param>
    /// <param name="inliers">The points that are to be in the picture.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="yaw">See <see cref="Camera.Yaw"/>.</param>
    /// <param name="pitch">See <see cref="Camera.Pitch"/>.</param>
    /// <param name="fov">See <see cref="Camera.VerticalFov"/>.</param>
    /// <param name="half">Half the edge of a picture that stands at every point and faces the camera; world units.</param>
    public static Camera FrameClosely(
        CloudBounds bounds,
        CloudInliers inliers,
        float aspect,
        float yaw = FirstYaw,
        float pitch = FirstPitch,
        float fov = Camera.FirstFov,
        float half = 0
    )
    {
        Camera whole = Frame(bounds, aspect, yaw, pitch, fov, half);
        if (bounds.IsFlat || inliers.Points.IsEmpty)
            return whole;

        (Vector3 right, Vector3 up, Vector3 forward) = (whole.Right, whole.Up, whole.Forward);
        float vertical = MathF.Tan(fov / 2) / CloseMargin;
        (float across, float distanceAcross) = Fit(bounds, inliers, right, forward, vertical * aspect, half);
        (float along, float distanceAlong) = Fit(bounds, inliers, up, forward, vertical, half);
        float nearest = 0;
        foreach (Vector3 point in inliers.Points)
            nearest = Math.Max(nearest, Vector3.Dot(bounds.Centre - point, forward));
        float distance = Math.Max(Math.Max(distanceAcross, distanceAlong), nearest + (Clearance * bounds.Radius));
        return whole with { Position = bounds.Centre + (right * across) + (up * along) - (forward * distance) };
    }

    /// <summary>The same in the free area of a picture, with the camera's axis in the area's middle.</summary>
    /// <param name="bounds">What to frame, and the point the camera looks at.</param>
    /// <param name="inliers">The points that are to be in the picture.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="free">The part of the picture to frame in.</param>
    /// <param name="yaw">See <see cref="Camera.Yaw"/>.</param>
    /// <param name="pitch">See <see cref="Camera.Pitch"/>.</param>
    /// <param name="fov">See <see cref="Camera.VerticalFov"/>; of the whole picture.</param>
    /// <param name="half">Half the edge of a picture that stands at every point and faces the camera; world units.</param>
    public static Camera FrameClosely(
        CloudBounds bounds,
        CloudInliers inliers,
        float aspect,
        FreeArea free,
        float yaw,
        float pitch,
        float fov,
        float half = 0
    ) => FrameClosely(bounds, inliers, free.Aspect(aspect), yaw, pitch, free.FieldOfView(fov), half) with { VerticalFov = fov };

    /// <summary>The projection for a camera near a cloud: everything within 20 radii of the cloud's middle has a depth.</summary>
    /// <param name="camera">Near the cloud.</param>
    /// <param name="bounds">The cloud's.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="centre">Where the camera's axis meets the picture, clip coordinates: x to the right and y down, -1 to 1.</param>
    public static Matrix4x4 Projection(Camera camera, CloudBounds bounds, float aspect, Vector2 centre = default)
    {
        float far = Vector3.Distance(camera.Position, bounds.Centre) + (20 * bounds.Radius);
        return Camera.Projection(camera.VerticalFov, aspect, far * 1e-4f, far, centre);
    }

    /// <summary>View-space distances where the cloud begins and ends, for fading by depth.</summary>
    public static Vector2 FadeRange(Camera camera, CloudBounds bounds)
    {
        float distance = Vector3.Dot(bounds.Centre - camera.Position, camera.Forward);
        float begin = Math.Max(0, distance - bounds.Radius);
        return new Vector2(begin, Math.Max(distance, 0) + bounds.Radius);
    }

    /// <summary>
    /// How large a picture shows the cloud: its radius as a share of half the picture's height, at the distance of its centre; infinite at
    /// the centre.
    /// </summary>
    public static float ShareOf(Camera camera, CloudBounds bounds) =>
        bounds.Radius / (Vector3.Distance(bounds.Centre, camera.Position) * MathF.Tan(camera.VerticalFov / 2));

    /// <summary>
    /// How far the camera moves sideways and back so that the points just fit one direction of the picture. A point at offset o is within
    /// it where |o.axis - step| + half is at most slope (distance + o.forward): two bounds on the distance, equal for the best step.
    /// </summary>
    private static (float Step, float Distance) Fit(
        CloudBounds bounds,
        CloudInliers inliers,
        Vector3 axis,
        Vector3 forward,
        float slope,
        float half
    )
    {
        float above = float.NegativeInfinity;
        float below = float.NegativeInfinity;
        float edge = half / slope;
        foreach (Vector3 point in inliers.Points)
        {
            Vector3 offset = point - bounds.Centre;
            float side = Vector3.Dot(offset, axis) / slope;
            float depth = Vector3.Dot(offset, forward);
            above = Math.Max(above, side + edge - depth);
            below = Math.Max(below, edge - side - depth);
        }

        return (slope * (above - below) / 2, (above + below) / 2);
    }
}
