using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// Records a camera's motion and makes a <see cref="CameraPath"/> of it, with the fewest keyframes that keep the path near to the
/// recording. It holds at most 32,768 samples (18 minutes at 30 a second); when full, it drops every second one.
/// </summary>
public sealed class CameraPathRecorder
{
    private const int MaxSamples = 32_768;
    private const double FirstInterval = 1 / 30.0;

    /// <summary>The largest error of the path's angles in radians: a sixth of a degree.</summary>
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

    /// <summary>Records the camera after a time step.</summary>
    /// <param name="seconds">Since the last call; a call with 0 replaces nothing.</param>
    /// <param name="camera">Where it is now.</param>
    public void Add(double seconds, Camera camera)
    {
        if (!(seconds > 0))
            return;
        _newest = new CameraKeyframe(_newest.Seconds + seconds, camera);
        if (_newest.Seconds - _samples[^1].Seconds < _interval)
            return;
        if (_samples.Count == MaxSamples)
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
        SortedSet<int> chosen = new() { 0, samples.Count - 1 };
        while (true)
        {
            CameraPath path = new(chosen.Select(index => samples[index]));
            List<int> missed = WorstBetween(samples, [.. chosen], path, placeTolerance);
            if (missed.Count == 0)
                return path;
            chosen.UnionWith(missed);
        }
    }

    /// <summary>For each stretch between keyframes, the sample farthest from the path, if that is farther than the tolerance.</summary>
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

    /// <summary>The difference of two cameras, in tolerances.</summary>
    private static float Difference(Camera one, Camera other, float placeTolerance)
    {
        float angle = Math.Max(
            Math.Abs(Camera.ShortWay(one.Yaw, other.Yaw)),
            Math.Max(Math.Abs(one.Pitch - other.Pitch), Math.Abs(one.VerticalFov - other.VerticalFov))
        );
        return Math.Max(Vector3.Distance(one.Position, other.Position) / placeTolerance, angle / AngleTolerance);
    }
}
