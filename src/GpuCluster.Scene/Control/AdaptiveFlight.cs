using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Control;

/// <summary>Flies a camera by the keys, slower where points are near and dense than far from the cloud. Frame thread.</summary>
/// <param name="cloud">Flown through.</param>
/// <param name="fly">The keys.</param>
internal sealed class AdaptiveFlight(CloudPositions cloud, FlyControl fly)
{
    /// <summary>Seconds in which speed follows the scale of what is near to 1/e: points that pass must not make it jerk.</summary>
    private const float ScaleTime = 0.2f;

    /// <summary>Speed depends on where the camera is, so that a frame is flown in pieces of at most this many seconds.</summary>
    private const float LongestPiece = 1 / 240f;

    /// <summary>The share of the scale of what is near that speed follows: with it, flying past the framed cloud is as fast as by its radius.</summary>
    private const float ScaleShare = 0.7f;

    /// <summary>Bounds of the scale that speed follows, in radii of the cloud.</summary>
    private const float LeastScale = 0.05f;

    private const float MostScale = 20;

    // What speed is measured by now, world units; 0 at rest.
    private float _scale;

    /// <summary>Flies on.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="step">Seconds since the last call.</param>
    /// <param name="adapts">Whether speed follows what is near; otherwise it follows the size of the cloud.</param>
    public Camera MoveOn(Camera camera, float step, bool adapts)
    {
        CloudSamples samples = cloud.Samples;
        float radius = cloud.Bounds.Radius;
        int pieces = Math.Max(1, (int)MathF.Ceiling(step / LongestPiece));
        float piece = step / pieces;
        float share = Easing.Share(piece, ScaleTime);
        for (int i = 0; i < pieces; i++)
        {
            float near = adapts ? Math.Clamp(ScaleShare * samples.ScaleAt(camera.Position), LeastScale * radius, MostScale * radius) : radius;
            _scale = _scale > 0 ? _scale * MathF.Pow(near / _scale, share) : near;
            camera = fly.Move(camera, piece, _scale);
        }

        return camera;
    }

    /// <summary>Forgets the speed: the next flight begins at that of where it begins.</summary>
    public void Rest() => _scale = 0;
}
