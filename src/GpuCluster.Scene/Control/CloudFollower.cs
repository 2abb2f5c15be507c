using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Control;

/// <summary>
/// Keeps the whole cloud in the picture: each frame the camera approaches the framing of the newest bounds. Frame thread.
/// </summary>
/// <param name="cloud">The cloud that is followed.</param>
internal sealed class CloudFollower(CloudPositions cloud)
{
    /// <summary>False once something else moves the camera.</summary>
    public bool IsFollowing { get; set; } = true;

    /// <summary>False until the camera was placed for the first time: the first framing is set at once, not approached.</summary>
    public bool HasCamera { get; set; }

    /// <summary>Moves on by some time.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    /// <param name="free">The part of the picture to frame in.</param>
    /// <param name="half">Half the edge of a sample's picture in the world.</param>
    /// <param name="seconds">Since the last call.</param>
    /// <returns>The camera, and whether it still moves.</returns>
    public (Camera Camera, bool IsMoving) MoveOn(Camera camera, float aspect, FreeArea free, float half, float seconds)
    {
        // In this order: bounds are written before the version.
        bool hasPositions = cloud.Version > 0;
        CloudBounds bounds = cloud.Bounds;
        if (!IsFollowing)
            return (camera, false);
        if (!HasCamera)
        {
            HasCamera = hasPositions;
            return (
                Framing.FrameClosely(bounds, cloud.Inliers, aspect, free, Framing.FirstYaw, Framing.FirstPitch, camera.VerticalFov, half),
                false
            );
        }

        Camera target = Framing.FrameClosely(bounds, cloud.Inliers, aspect, free, camera.Yaw, camera.Pitch, camera.VerticalFov, half);
        Vector3 way = target.Position - camera.Position;
        float right = Camera.ShortWay(camera.Yaw, target.Yaw);
        float up = target.Pitch - camera.Pitch;
        if (way.Length() < 1e-3f * bounds.Radius && Math.Abs(right) + Math.Abs(up) < 1e-3f)
            return (target, false);

        float share = Easing.Share(seconds, Easing.FollowTime);
        return (camera.Turned(right * share, up * share) with { Position = camera.Position + (way * share) }, true);
    }
}
