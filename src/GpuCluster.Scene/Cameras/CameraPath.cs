using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// A camera's way over time: through every keyframe at its time, smoothly between them. Place, yaw, pitch and field of view run along cubic
/// Hermite curves whose tangents are those of the parabola through three neighbours (Catmull-Rom over uneven times), held to at most three
/// times the slower of the two chords beside (Fritsch and Carlson 1980, for vectors), so that the path does not move between equal
/// keyframes. Yaw goes the shorter way between neighbours. Immutable.
/// </summary>
public sealed class CameraPath
{
    /// <summary>A day: a longer flight is a mistake, and its film would have no end.</summary>
    private const double MaxSeconds = 86_400;

    private const float MaxOfSlowerChord = 3;
    private readonly CameraKeyframe[] _keyframes;

    // Of each keyframe, per second: place, and (yaw, pitch, field of view) with yaw unwound.
    private readonly Vector3[] _places;
    private readonly Vector3[] _angles;
    private readonly Vector3[] _placeTangents;
    private readonly Vector3[] _angleTangents;

    /// <summary>A path through keyframes.</summary>
    /// <param name="keyframes">One or more, by ascending time, the first at 0 seconds or later.</param>
    /// <exception cref="ArgumentException">No keyframe, times that do not ascend, or an invalid camera; the message says which.</exception>
    public CameraPath(IEnumerable<CameraKeyframe> keyframes)
    {
        _keyframes = [.. keyframes];
        if (_keyframes.Length == 0)
            throw new ArgumentException("A camera path needs a keyframe.", nameof(keyframes));
        for (int i = 0; i < _keyframes.Length; i++)
        {
            if (!_keyframes[i].Camera.IsUsable)
                throw new ArgumentException($"Keyframe {i} of the camera path holds a camera that cannot be.", nameof(keyframes));
            if (
                !double.IsFinite(_keyframes[i].Seconds)
                || !(_keyframes[i].Seconds >= 0)
                || (i > 0 && !(_keyframes[i].Seconds > _keyframes[i - 1].Seconds))
            )
            {
                throw new ArgumentException($"Keyframe {i} of the camera path is not later than the one before.", nameof(keyframes));
            }

            if (_keyframes[i].Seconds > MaxSeconds)
            {
                throw new ArgumentException(
                    $"Keyframe {i} of the camera path is at {_keyframes[i].Seconds} seconds, and a path lasts at most a day "
                        + $"({MaxSeconds}).",
                    nameof(keyframes)
                );
            }
        }

        _places = [.. _keyframes.Select(keyframe => keyframe.Camera.Position)];
        _angles = [.. _keyframes.Select(keyframe => new Vector3(keyframe.Camera.Yaw, keyframe.Camera.Pitch, keyframe.Camera.VerticalFov))];
        for (int i = 1; i < _angles.Length; i++)
            _angles[i].X = _angles[i - 1].X + Camera.ShortWay(_angles[i - 1].X, _angles[i].X);
        _placeTangents = Tangents(_places);
        _angleTangents = Tangents(_angles);
    }

    /// <summary>By ascending time; the first is where the path begins.</summary>
    public IReadOnlyList<CameraKeyframe> Keyframes => _keyframes;

    /// <summary>The time of the last keyframe.</summary>
    public double Duration => _keyframes[^1].Seconds;

    /// <summary>Where the camera is.</summary>
    /// <param name="seconds">Before the first keyframe the first, after the last the last, exactly; at a keyframe's time that
    /// keyframe.</param>
    public Camera At(double seconds)
    {
        int after = After(seconds);
        if (after == 0)
            return _keyframes[0].Camera;
        int before = after - 1;
        if (after == _keyframes.Length || seconds.Equals(_keyframes[before].Seconds))
            return _keyframes[before].Camera;
        double width = _keyframes[after].Seconds - _keyframes[before].Seconds;
        float t = (float)((seconds - _keyframes[before].Seconds) / width);
        Vector3 angles = Hermite(_angles, _angleTangents, before, t, (float)width);
        return new Camera(
            Hermite(_places, _placeTangents, before, t, (float)width),
            MathF.IEEERemainder(angles.X, MathF.Tau),
            Math.Clamp(angles.Y, -Camera.PitchLimit, Camera.PitchLimit),
            Math.Clamp(angles.Z, Camera.NarrowestFov, Camera.WidestFov)
        );
    }

    private static Vector3 Hermite(Vector3[] values, Vector3[] tangents, int before, float t, float width)
    {
        float square = t * t;
        float cube = square * t;
        return (values[before] * ((2 * cube) - (3 * square) + 1))
            + (values[before + 1] * ((3 * square) - (2 * cube)))
            + (tangents[before] * (width * (cube - (2 * square) + t)))
            + (tangents[before + 1] * (width * (cube - square)));
    }

    /// <summary>The first keyframe after a time, or their number.</summary>
    private int After(double seconds)
    {
        int first = 0;
        int end = _keyframes.Length;
        while (first < end)
        {
            int middle = (first + end) / 2;
            if (_keyframes[middle].Seconds > seconds)
                end = middle;
            else
                first = middle + 1;
        }

        return first;
    }

    private Vector3[] Tangents(Vector3[] values)
    {
        Vector3[] tangents = new Vector3[values.Length];
        if (values.Length < 2)
            return tangents;
        Vector3[] chords = new Vector3[values.Length - 1];
        for (int i = 0; i < chords.Length; i++)
            chords[i] = (values[i + 1] - values[i]) / Width(i);
        for (int i = 1; i < chords.Length; i++)
        {
            // The slope, at the middle one, of the parabola through three points.
            Vector3 tangent = ((chords[i - 1] * Width(i)) + (chords[i] * Width(i - 1))) / (Width(i - 1) + Width(i));
            float max = MaxOfSlowerChord * Math.Min(chords[i - 1].Length(), chords[i].Length());
            float length = tangent.Length();
            tangents[i] = length > max ? tangent * (max / length) : tangent;
        }

        (tangents[0], tangents[^1]) = (chords[0], chords[^1]);
        return tangents;
    }

    private float Width(int interval) => (float)(_keyframes[interval + 1].Seconds - _keyframes[interval].Seconds);
}
