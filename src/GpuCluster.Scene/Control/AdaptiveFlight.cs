using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Control;

/// <summary>Flies a camera by the keys, slower where points are near and dense than far from the cloud. Frame thread.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="fly">The keys.</param>
internal sealed class AdaptiveFlight(CloudPositions cloud, FlyControl fly)
{
    /// <summary>
    /// Time constant in seconds with which the speed follows the local scale, so that passing points do not make it jerk.
    /// </summary>
    private const float ScaleTime = 0.2f;

    /// <summary>The longest integration step in seconds, as the speed depends on the camera's position.</summary>
    private const float LongestPiece = 1 / 240f;

    /// <summary>The factor on the local scale: with it, flying past the framed cloud is as fast as by its radius.</summary>
    private const float ScaleShare = 0.7f;

    /// <summary>Bounds of the local scale, in radii of the cloud.</summary>
    private const float MinScale = 0.05f;

    private const float MaxScale = 20;

    // The smoothed local scale in world units; 0 at rest.
    private float _scale;

    /// <summary>Moves the camera by one step.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="step">Seconds since the last call.</param>
    /// <param name="adapts">Whether the speed follows the local scale; otherwise it follows the size of the cloud.</param>
    public Camera MoveOn(Camera camera, float step, bool adapts)
    {
        CloudSamples samples = cloud.Samples;
        float radius = cloud.Bounds.Radius;
        int pieces = Math.Max(1, (int)MathF.Ceiling(step / LongestPiece));
        float piece = step / pieces;
        float share = Easing.Share(piece, ScaleTime);
        for (int i = 0; i < pieces; i++)
        {
            float near = adapts ? Math.Clamp(ScaleShare * samples.ScaleAt(camera.Position), MinScale * radius, MaxScale * radius) : radius;
            _scale = _scale > 0 ? _scale * MathF.Pow(near / _scale, share) : near;
            camera = fly.Move(camera, piece, _scale);
        }

        return camera;
    }

    /// <summary>Resets the local scale: the next flight measures it where it begins.</summary>
    public void Rest() => _scale = 0;
}
