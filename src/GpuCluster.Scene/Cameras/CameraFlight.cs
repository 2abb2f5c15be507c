using System.Numerics;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// A smooth flight from one camera to another, beginning and ending at rest. If either end is outside the cloud, it leads round the cloud
/// and not through it: azimuth, height and distance about the cloud's middle change together, so it is never nearer to the middle than the
/// nearer end is. Within the cloud it is straight.
/// </summary>
public sealed class CameraFlight
{
    private const float ShortestSeconds = 0.4f;
    private const float LongestSeconds = 2.5f;
    private const float SecondsPerRootRadius = 0.6f;
    private const float SecondsPerRadian = 0.5f;

    /// <summary>For turns this near to half a turn both ways are equally long; the look then follows the direction of the flight.</summary>
    private const float HalfTurn = MathF.PI - 0.35f;

    private readonly Camera _from;
    private readonly Camera _to;
    private readonly Vector3 _centre;
    private readonly bool _isStraight;
    private readonly (float Azimuth, float Elevation, float Distance) _fromAround;
    private readonly (float Azimuth, float Elevation, float Distance) _toAround;
    private readonly float _right;

    /// <summary>Plans a flight.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="bounds">The cloud to fly round.</param>
    public CameraFlight(Camera from, Camera to, CloudBounds bounds)
    {
        (_from, _to, _centre) = (from, to, bounds.Centre);
        _fromAround = Around(from.Position - _centre);
        _toAround = Around(to.Position - _centre);
        _isStraight = _fromAround.Distance <= bounds.Radius && _toAround.Distance <= bounds.Radius;
        float round = Camera.ShortWay(_fromAround.Azimuth, _toAround.Azimuth);
        _right = Camera.ShortWay(from.Yaw, to.Yaw);

        // A camera that looks at the middle must turn in the direction of its flight, or it would look away on the way.
        if (!_isStraight && Math.Abs(_right) > HalfTurn && Math.Abs(round) > HalfTurn && _right * round < 0)
            _right -= MathF.CopySign(MathF.Tau, _right);
        float radii = Vector3.Distance(from.Position, to.Position) / bounds.Radius;
        float turn = Math.Abs(_right) + Math.Abs(to.Pitch - from.Pitch);
        Seconds = Math.Clamp(Math.Max(SecondsPerRootRadius * MathF.Sqrt(radii), SecondsPerRadian * turn), ShortestSeconds, LongestSeconds);
    }

    /// <summary>How long it takes: longer for a longer way, 0.4 to 2.5.</summary>
    public float Seconds { get; }

    /// <summary>Where the camera is.</summary>
    /// <param name="seconds">Since the beginning; before it the beginning, after <see cref="Seconds"/> the end, exactly.</param>
    public Camera At(float seconds)
    {
        float t = Math.Clamp(seconds / Seconds, 0, 1);
        if (t <= 0)
            return _from;
        if (t >= 1)
            return _to;

        // 6 t^5 - 15 t^4 + 10 t^3: speed and its change are 0 at both ends.
        float share = t * t * t * ((t * ((6 * t) - 15)) + 10);
        // Between two equal values a rounding can lie beyond both.
        return new Camera(
            PlaceAt(share),
            MathF.IEEERemainder(_from.Yaw + (_right * share), MathF.Tau),
            Math.Clamp(float.Lerp(_from.Pitch, _to.Pitch, share), -Camera.PitchLimit, Camera.PitchLimit),
            Math.Clamp(float.Lerp(_from.VerticalFov, _to.VerticalFov, share), Camera.NarrowestFov, Camera.WidestFov)
        );
    }

    private Vector3 PlaceAt(float share)
    {
        if (_isStraight)
            return Vector3.Lerp(_from.Position, _to.Position, share);
        float azimuth = _fromAround.Azimuth + (Camera.ShortWay(_fromAround.Azimuth, _toAround.Azimuth) * share);
        float elevation = float.Lerp(_fromAround.Elevation, _toAround.Elevation, share);
        float distance = float.Lerp(_fromAround.Distance, _toAround.Distance, share);
        (float sin, float cos) = MathF.SinCos(azimuth);
        float level = MathF.Cos(elevation);
        return _centre + (distance * new Vector3(sin * level, MathF.Sin(elevation), -cos * level));
    }

    /// <summary>An offset's yaw and pitch, measured as a camera's, and its length.</summary>
    private static (float Azimuth, float Elevation, float Distance) Around(Vector3 offset)
    {
        float level = MathF.Sqrt((offset.X * offset.X) + (offset.Z * offset.Z));
        return (MathF.Atan2(offset.X, -offset.Z), MathF.Atan2(offset.Y, level), offset.Length());
    }
}
