using System.Diagnostics;

namespace GpuCluster.App.Commands;

/// <summary>Times of repeated runs, in milliseconds.</summary>
internal sealed class Timings
{
    private readonly List<double> _milliseconds = [];

    public double Median => Sorted()[_milliseconds.Count / 2];

    public double Min => Sorted()[0];

    public double Max => Sorted()[^1];

    /// <summary>Runs and times <paramref name="work"/>; the first <paramref name="warmUps"/> runs do not count.</summary>
    public static Timings Measure(int warmUps, int runs, Action<int> work, CancellationToken cancellation)
    {
        Timings timings = new();
        for (int run = 0; run < warmUps + runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            long began = Stopwatch.GetTimestamp();
            work(run);
            if (run >= warmUps)
            {
                timings._milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        return timings;
    }

    private double[] Sorted() => [.. _milliseconds.Order()];
}
