using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// Notes where a camera goes, and makes a <see cref="CameraPath"/> of it with only as many keyframes as keep the path near to what was noted. At most 32,768 places are
/// kept (18 minutes at 30 a second); of a longer flight every second goes.
/// </summary>
public sealed class CameraPathRecorder
{
    private const int MostSamples = 32_768;
    private const double FirstInterval = 1 / 30.0;

    /// <summary>Radians that the path may differ by: a sixth of a degree.</summary>
    private const float AngleTolerance = 0.003f;

    private readonly List<CameraKeyframe> _samples = [];
    private double _interval = FirstInterval;
    private CameraKeyframe _newest;

    /// <summary>Begins with a camera at 0 seconds.</summary>
    public CameraPathRecorder(Camera camera)
    {
        _newest = new CameraKeyframe(0, camera);
        _samples.Add(_newest);
    }

    /// <summary>How long it has recorded.</summary>
    public double Seconds => _newest.Seconds;

    /// <summary>Notes where the camera is after some more time.</summary>
    /// <param name="seconds">Since the last call; 0 replaces nothing.</param>
    /// <param name="camera">Where it is now.</param>
    public void Add(double seconds, Camera camera)
    {
        if (!(seconds > 0))
            return;
        _newest = new CameraKeyframe(_newest.Seconds + seconds, camera);
        if (_newest.Seconds - _samples[^1].Seconds < _interval)
            return;
        if (_samples.Count == MostSamples)
        {
            int kept = 0;
            for (int i = 0; i < _samples.Count; i += 2)
                _samples[kept++] = _samples[i];
            _samples.RemoveRange(kept, _samples.Count - kept);
            _interval *= 2;
        }

        _samples.Add(_newest);
    }

    /// <summary>The path so far.</summary>
    /// <param name="placeTolerance">World units that the path may differ by from where the camera was, above 0.</param>
    public CameraPath ToPath(float placeTolerance)
    {
        List<CameraKeyframe> samples = [.. _samples];
        if (_newest.Seconds > samples[^1].Seconds)
            samples.Add(_newest);
        var chosen = new SortedSet<int> { 0, samples.Count - 1 };
        while (true)
        {
            var path = new CameraPath(chosen.Select(index => samples[index]));
            List<int> missed = WorstBetween(samples, [.. chosen], path, placeTolerance);
            if (missed.Count == 0)
                return path;
            chosen.UnionWith(missed);
        }
    }

    /// <summary>Of each stretch between keyframes, the sample that the path misses most, where it misses one by more than the tolerance.</summary>
    private static List<int> WorstBetween(List<CameraKeyframe> samples, int[] chosen, CameraPath path, float placeTolerance)
    {
        List<int> missed = [];
        for (int stretch = 0; stretch + 1 < chosen.Length; stretch++)
        {
            float worst = 1;
            int at = -1;
            for (int i = chosen[stretch] + 1; i < chosen[stretch + 1]; i++)
            {
                float miss = Difference(path.At(samples[i].Seconds), samples[i].Camera, placeTolerance);
                if (miss > worst)
                    (worst, at) = (miss, i);
            }

            if (at >= 0)
                missed.Add(at);
        }

        return missed;
    }

    /// <summary>How many tolerances two cameras differ by.</summary>
    private static float Difference(Camera one, Camera other, float placeTolerance)
    {
        float angle = Math.Max(Math.Abs(Camera.ShortWay(one.Yaw, other.Yaw)), Math.Max(Math.Abs(one.Pitch - other.Pitch), Math.Abs(one.VerticalFov - other.VerticalFov)));
        return Math.Max(Vector3.Distance(one.Position, other.Position) / placeTolerance, angle / AngleTolerance);
    }
}
