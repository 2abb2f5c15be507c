using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>Turns a camera round a point. Turns add up exactly, so that an orbit is the same at any frame rate.</summary>
public static class Orbit
{
    /// <summary>Turns camera and place together about a pivot, so that the pivot stays where it is in the picture.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="pivot">World space.</param>
    /// <param name="right">Radians that the look turns to the right: the camera goes to the left.</param>
    /// <param name="up">Radians that the look turns up: the camera goes down. Ends short of the vertical.</param>
    public static Camera Turn(Camera camera, Vector3 pivot, float right, float up)
    {
        Vector3 offset = camera.Position - pivot;
        Camera turned = camera.Turned(right, up);
        Vector3 moved =
            (turned.Right * Vector3.Dot(offset, camera.Right))
            + (turned.Up * Vector3.Dot(offset, camera.Up))
            + (turned.Forward * Vector3.Dot(offset, camera.Forward));
        return turned with { Position = pivot + moved };
    }

    /// <summary>Goes towards a pivot, or away from it.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="pivot">World space.</param>
    /// <param name="factor">What the distance is multiplied by, above 0.</param>
    /// <param name="min">The distance it does not go below, above 0.</param>
    public static Camera Zoom(Camera camera, Vector3 pivot, float factor, float min)
    {
        Vector3 offset = camera.Position - pivot;
        float distance = offset.Length();
        if (!(distance > 0))
            return camera with { Position = pivot - (camera.Forward * min) };
        return camera with { Position = pivot + (offset * (Math.Max(distance * factor, Math.Min(min, distance)) / distance)) };
    }

    /// <summary>Turns the look, from where the camera is, some of the way towards a point.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="target">World space.</param>
    /// <param name="share">0: not at all, 1: the point is in the middle of the picture.</param>
    /// <returns>The camera, and how many radians are left.</returns>
    public static (Camera Camera, float Left) LookTowards(Camera camera, Vector3 target, float share)
    {
        Vector3 way = target - camera.Position;
        float level = MathF.Sqrt((way.X * way.X) + (way.Z * way.Z));
        if (level == 0 && way.Y == 0)
            return (camera, 0);
        float right = level > 0 ? Camera.ShortWay(camera.Yaw, MathF.Atan2(way.X, -way.Z)) : 0;
        float up = Math.Clamp(MathF.Atan2(way.Y, level), -Camera.PitchLimit, Camera.PitchLimit) - camera.Pitch;
        return (camera.Turned(right * share, up * share), (Math.Abs(right) + Math.Abs(up)) * (1 - share));
    }
}
