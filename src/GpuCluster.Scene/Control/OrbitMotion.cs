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
internal sealed class OrbitMotion(CloudPositions cloud, CameraSubject subject, FlyControl fly)
{
    /// <summary>Time constant of a wheel step in seconds.</summary>
    private const float ZoomTime = 0.1f;

    /// <summary>The natural logarithm of the distance, for each step of the wheel.</summary>
    private const float ZoomPerStep = 0.15f;

    /// <summary>The least distance of the camera to its target, in radii of the cloud.</summary>
    private const float NearestOrbit = 0.02f;

    private Vector3? _pivot;

    // Of the logarithm of the distance.
    private float _zoomLeft;

    /// <summary>True while a wheel step is still being applied.</summary>
    public bool IsZooming => _zoomLeft != 0;

    /// <summary>Resets the motion; the present target is orbited from now on.</summary>
    public void Reset() => (_pivot, _zoomLeft) = (null, 0);

    /// <summary>Sets the present target at once, without approaching it.</summary>
    public void ForgetPivot() => _pivot = null;

    /// <summary>Cancels the remaining wheel steps.</summary>
    public void StopZoom() => _zoomLeft = 0;

    /// <summary>Moves nearer by wheel steps.</summary>
    /// <param name="steps">Below 0: goes away.</param>
    public void Zoom(float steps) => _zoomLeft -= steps * ZoomPerStep;

    /// <summary>Turns the camera round its target by the turn between two cameras.</summary>
    public Camera TurnAs(Camera camera, Camera looked) =>
        Orbit.Turn(camera, _pivot ?? subject.Bounds.Centre, looked.Yaw - camera.Yaw, looked.Pitch - camera.Pitch);

    /// <summary>Moves on by some time.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="step">Seconds.</param>
    /// <param name="isFollowing">Whether the camera follows the cloud.</param>
    /// <param name="turning">Turntable speed in radians a second; null: no turntable.</param>
    /// <returns>The camera, and whether it still moves.</returns>
    public (Camera Camera, bool IsMoving) MoveOn(Camera camera, float step, bool isFollowing, float? turning)
    {
        float radius = cloud.Bounds.Radius;
        Vector3 target = isFollowing ? cloud.Bounds.Centre : subject.Bounds.Centre;
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
            camera = Orbit.Zoom(Orbit.Turn(camera, pivot, -way.X, -way.Y), pivot, MathF.Exp(-way.Z), NearestOrbit * radius);
            isMoving = true;
        }

        if (_zoomLeft != 0)
        {
            float now = Math.Abs(_zoomLeft) < 1e-3f ? _zoomLeft : _zoomLeft * Easing.Share(step, ZoomTime);
            camera = Orbit.Zoom(camera, pivot, MathF.Exp(now), NearestOrbit * radius);
            _zoomLeft -= now;
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
