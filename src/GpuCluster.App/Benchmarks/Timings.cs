using System.Diagnostics;

namespace GpuCluster.App.Benchmarks;

/// <summary>Times of repeated runs, in milliseconds.</summary>
internal sealed class Timings
{
    private readonly double[] _sorted;

    /// <param name="milliseconds">One time or more, in any order.</param>
    public Timings(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public double Median => _sorted[_sorted.Length / 2];

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>Runs and times <paramref name="work"/>; the first <paramref name="warmUps"/> runs do not count.</summary>
    public static Timings Measure(int warmUps, int runs, Action<int> work, CancellationToken cancellation)
    {
        List<double> milliseconds = [];
        for (int run = 0; run < warmUps + runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            long began = Stopwatch.GetTimestamp();
            work(run);
            if (run >= warmUps)
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new Timings(milliseconds);
    }
}
