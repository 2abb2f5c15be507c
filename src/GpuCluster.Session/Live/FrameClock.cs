using System.Diagnostics;

namespace GpuCluster.Session.Live;

/// <summary>Measures frame times: the rate shown on screen, and the median and worst over a run.</summary>
public sealed class FrameClock
{
    private readonly List<double> _run = [];
    private readonly Queue<double> _recent = new();
    private double _recentSum;
    private long _last;

    /// <summary>Frames a second over the last second or so; 0 before two frames.</summary>
    public double RecentFramesPerSecond => _recentSum > 0 ? _recent.Count / _recentSum : 0;

    /// <summary>A frame was presented.</summary>
    /// <param name="counts">True where the frame belongs to the measured run, that is, while the layout moves.</param>
    public void Presented(bool counts)
    {
        long now = Stopwatch.GetTimestamp();
        if (_last != 0)
        {
            double seconds = Stopwatch.GetElapsedTime(_last, now).TotalSeconds;
            if (counts)
                _run.Add(seconds);

            _recent.Enqueue(seconds);
            _recentSum += seconds;
            while (_recent.Count > 2 && _recentSum > 1)
                _recentSum -= _recent.Dequeue();
        }

        _last = now;
    }

    /// <summary>The loop slept because nothing changed: the pause is no frame time.</summary>
    public void Slept() => _last = 0;

    /// <summary>Frames a second over the measured run: the median frame's and the slowest frame's; 0 where nothing was measured.</summary>
    public (double Median, double Min) RunFramesPerSecond()
    {
        if (_run.Count == 0)
            return (0, 0);

        double[] sorted = [.. _run.Order()];
        return (1 / sorted[sorted.Length / 2], 1 / sorted[^1]);
    }
}
