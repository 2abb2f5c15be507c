using System.Numerics;
using System.Text.Json.Serialization;

namespace GpuCluster.Scene.Cameras;

/// <summary>A free camera: position and direction of view. The horizon stays level.</summary>
/// <param name="Position">World space, each coordinate within ±<see cref="MaxPlace"/>.</param>
/// <param name="Yaw">Radians to the right of -z, about +y.</param>
/// <param name="Pitch">Radians above the horizon; within ±<see cref="PitchLimit"/>.</param>
/// <param name="VerticalFov">Vertical field of view in radians, <see cref="NarrowestFov"/> to <see cref="WidestFov"/>.</param>
public readonly record struct Camera(Vector3 Position, float Yaw, float Pitch, float VerticalFov = Camera.FirstFov)
{
    /// <summary>The field of view to begin with: one radian, 57.3 degrees.</summary>
    public const float FirstFov = 1;

    /// <summary>20 degrees.</summary>
    public const float NarrowestFov = MathF.PI / 9;

    /// <summary>120 degrees.</summary>
    public const float WidestFov = MathF.PI * 2 / 3;

    /// <summary>Just below straight up, where yaw and roll would coincide.</summary>
    public const float PitchLimit = 1.55f;

    /// <summary>Coordinates are within ± this, so that the squares of distances are finite.</summary>
    public const float MaxPlace = 1e18f;

    /// <summary>Where the camera looks, unit length.</summary>
    [JsonIgnore]
    public Vector3 Forward => new(MathF.Sin(Yaw) * MathF.Cos(Pitch), MathF.Sin(Pitch), -MathF.Cos(Yaw) * MathF.Cos(Pitch));

    /// <summary>To the right in the picture, unit length, level.</summary>
    [JsonIgnore]
    public Vector3 Right => new(MathF.Cos(Yaw), 0, MathF.Sin(Yaw));

    /// <summary>Up in the picture, unit length.</summary>
    [JsonIgnore]
    public Vector3 Up => Vector3.Cross(Right, Forward);

    /// <summary>World to view space: right-handed, looking along -z, y up; for row vectors.</summary>
    [JsonIgnore]
    public Matrix4x4 View
    {
        get
        {
            (Vector3 right, Vector3 up, Vector3 back) = (Right, Up, -Forward);
            return new Matrix4x4(
                right.X,
                up.X,
                back.X,
                0,
                right.Y,
                up.Y,
                back.Y,
                0,
                right.Z,
                up.Z,
                back.Z,
                0,
                -Vector3.Dot(right, Position),
                -Vector3.Dot(up, Position),
                -Vector3.Dot(back, Position),
                1
            );
        }
    }

    /// <summary>Whether every value is valid.</summary>
    [JsonIgnore]
    public bool IsUsable =>
        Math.Abs(Position.X) <= MaxPlace
        && Math.Abs(Position.Y) <= MaxPlace
        && Math.Abs(Position.Z) <= MaxPlace
        && float.IsFinite(Yaw)
        && Math.Abs(Pitch) <= PitchLimit
        && VerticalFov is >= NarrowestFov and <= WidestFov;

    /// <summary>A camera at a distance from what it looks at.</summary>
    public static Camera LookingAt(Vector3 target, float distance, float yaw, float pitch, float verticalFov = FirstFov)
    {
        Camera camera = new(target, yaw, Math.Clamp(pitch, -PitchLimit, PitchLimit), verticalFov);
        return camera with { Position = target - (camera.Forward * distance) };
    }

    /// <summary>The camera turned by some radians to the right and up.</summary>
    public Camera Turned(float right, float up) =>
        this with
        {
            Yaw = MathF.IEEERemainder(Yaw + right, MathF.Tau),
            Pitch = Math.Clamp(Pitch + up, -PitchLimit, PitchLimit),
        };

    /// <summary>The signed difference of two angles by the shorter way, within ±π.</summary>
    public static float ShortWay(float from, float to) => MathF.IEEERemainder(to - from, MathF.Tau);

    /// <summary>
    /// View to Vulkan clip space: y down, depth 0 at <paramref name="near"/> and 1 at <paramref name="far"/>; for row vectors.
    /// </summary>
    /// <param name="verticalFov">Radians, above 0 and below π.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="near">View-space distance, above 0.</param>
    /// <param name="far">View-space distance, above <paramref name="near"/>.</param>
    /// <param name="centre">Where the camera's axis meets the picture, clip coordinates: x to the right and y down, -1 to 1.</param>
    public static Matrix4x4 Projection(float verticalFov, float aspect, float near, float far, Vector2 centre = default)
    {
        float focal = 1 / MathF.Tan(verticalFov / 2);
        float depth = far / (near - far);
        return new Matrix4x4(focal / aspect, 0, 0, 0, 0, -focal, 0, 0, -centre.X, -centre.Y, depth, -1, 0, 0, near * depth, 0);
    }
}
