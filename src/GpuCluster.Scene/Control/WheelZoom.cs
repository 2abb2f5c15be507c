using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Control;

/// <summary>
/// Moves a camera towards a fixed place by steps of the wheel, without turning it, so that the place stays where it is in the picture.
/// Frame thread.
/// </summary>
/// <param name="cloud">Its size limits how near and how far the camera goes.</param>
internal sealed class WheelZoom(CloudPositions cloud)
{
    /// <summary>The least distance of the camera to a place or target that it approaches, in radii of the cloud.</summary>
    public const float Nearest = 0.02f;

    /// <summary>The greatest distance that wheel and keys go away to, in radii of the cloud: beyond, nothing is seen of it.</summary>
    private const float Farthest = 200;

    /// <summary>Time constant of a wheel step in seconds.</summary>
    private const float Time = 0.1f;

    /// <summary>The natural logarithm of the distance, for each step of the wheel.</summary>
    private const float PerStep = 0.15f;

    /// <summary>A touchpad may report any number of steps; more than this in one motion is no longer followed.</summary>
    private const float MaxLeft = 5;

    private Vector3? _place;

    // Of the logarithm of the distance.
    private float _left;

    /// <summary>True while a wheel step is still being applied.</summary>
    public bool IsMoving => _left != 0;

    /// <summary>Moves nearer by wheel steps.</summary>
    /// <param name="steps">Below 0: goes away.</param>
    /// <param name="place">World space; null: what the camera goes round or looks at.</param>
    public void Add(float steps, Vector3? place)
    {
        if (float.IsNaN(steps))
            return;
        _left = Math.Clamp(_left - (steps * PerStep), -MaxLeft, MaxLeft);
        _place = place;
    }

    /// <summary>Cancels the remaining wheel steps.</summary>
    public void Stop() => _left = 0;

    /// <summary>The factor of a distance after a step of its logarithm, which ends at the greatest distance.</summary>
    /// <param name="step">Of the natural logarithm; below 0 nearer.</param>
    /// <param name="distance">World units, now.</param>
    /// <param name="radius">Of the cloud.</param>
    public static float Away(float step, float distance, float radius) =>
        Math.Min(MathF.Exp(step), Math.Max(1, Farthest * radius / distance));

    /// <summary>Moves on by some time.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="target">World space: what it goes round or looks at; it is scaled about the place as the camera is.</param>
    /// <param name="step">Seconds.</param>
    public (Camera Camera, Vector3 Target) MoveOn(Camera camera, Vector3 target, float step)
    {
        float now = Math.Abs(_left) < 1e-3f ? _left : _left * Easing.Share(step, Time);
        _left -= now;
        Vector3 place = _place ?? target;
        float radius = cloud.Bounds.Radius;
        float before = Vector3.Distance(camera.Position, place);
        float factor = Away(now, before, radius);
        Camera moved = Orbit.Zoom(camera, place, factor, Nearest * radius);
        float share = before > 0 ? Vector3.Distance(moved.Position, place) / before : 1;
        return (moved, place + ((target - place) * share));
    }
}
