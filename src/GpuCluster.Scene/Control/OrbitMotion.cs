using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Control;

/// <summary>
/// Moves a camera round its target: by keys, wheel and mouse, and as a turntable. It follows a moving target. Frame thread.
/// </summary>
/// <param name="cloud">The cloud; orbited while it is followed.</param>
/// <param name="subject">Orbited while the cloud is not followed.</param>
/// <param name="fly">The keys.</param>
/// <param name="zoom">The wheel.</param>
internal sealed class OrbitMotion(CloudPositions cloud, CameraSubject subject, FlyControl fly, WheelZoom zoom)
{
    private Vector3? _pivot;

    // By panning and zooming: from the middle of the subject to what is orbited. It ends with another subject.
    private Vector3 _shift;
    private object? _shifted;

    /// <summary>Resets the motion; the present target is orbited from now on.</summary>
    public void Reset()
    {
        _pivot = null;
        Recentre();
    }

    /// <summary>The middle of the subject is orbited again, wherever the camera was panned.</summary>
    public void Recentre() => _shift = Vector3.Zero;

    /// <summary>What is orbited.</summary>
    /// <param name="isFollowing">Whether the camera follows the cloud.</param>
    public Vector3 Target(bool isFollowing)
    {
        if (!ReferenceEquals(_shifted, subject.Identity))
            (_shift, _shifted) = (Vector3.Zero, subject.Identity);
        return (isFollowing ? cloud.Bounds.Centre : subject.Bounds.Centre) + _shift;
    }

    /// <summary>Moves what is orbited, together with the camera.</summary>
    public void Pan(Vector3 way)
    {
        Vector3 pivot = _pivot ?? Target(isFollowing: false);
        _shift += way;
        _pivot = pivot + way;
    }

    /// <summary>Turns the camera round its target by the turn between two cameras.</summary>
    public Camera TurnAs(Camera camera, Camera looked) =>
        Orbit.Turn(camera, _pivot ?? Target(isFollowing: false), looked.Yaw - camera.Yaw, looked.Pitch - camera.Pitch);

    /// <summary>Moves on by some time.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="step">Seconds.</param>
    /// <param name="isFollowing">Whether the camera follows the cloud.</param>
    /// <param name="turning">Turntable speed in radians a second; null: no turntable.</param>
    /// <returns>The camera, and whether it still moves.</returns>
    public (Camera Camera, bool IsMoving) MoveOn(Camera camera, float step, bool isFollowing, float? turning)
    {
        float radius = cloud.Bounds.Radius;
        Vector3 target = Target(isFollowing);
        float share = Easing.Share(step, Easing.FollowTime);
        Vector3 pivot = _pivot ?? target;

        // The camera moves with its target.
        Vector3 ride = (target - pivot) * share;
        bool isMoving = ride.Length() > 1e-5f * radius;
        if (!isMoving)
            ride = target - pivot;
        pivot += ride;
        _pivot = pivot;
        if (!isFollowing)
            camera = camera with { Position = camera.Position + ride };

        if (fly.IsMoving)
        {
            Vector3 way = fly.Way(step, 1);
            float factor = WheelZoom.Away(-way.Z, Vector3.Distance(camera.Position, pivot), radius);
            camera = Orbit.Zoom(Orbit.Turn(camera, pivot, -way.X, -way.Y), pivot, factor, WheelZoom.Nearest * radius);
            isMoving = true;
        }

        if (zoom.IsMoving)
        {
            (camera, Vector3 moved) = zoom.MoveOn(camera, pivot, step);
            Pan(moved - pivot);
            pivot = moved;
            isMoving = true;
        }

        if (turning is { } speed)
        {
            camera = Orbit.Turn(camera, pivot, speed * step, 0);
            isMoving = true;
        }

        if (!isFollowing)
        {
            (Camera looking, float left) = Orbit.LookTowards(camera, pivot, share);
            isMoving |= left > 1e-3f;
            camera = left > 1e-3f ? looking : Orbit.LookTowards(camera, pivot, 1).Camera;
        }

        return (camera, isMoving);
    }
}
