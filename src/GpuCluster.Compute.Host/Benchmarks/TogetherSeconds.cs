using System.Diagnostics;

namespace GpuCluster.Compute.Host.Benchmarks;

/// <summary>Times work that several threads do at once, from the common start to the end of the last.</summary>
internal static class TogetherSeconds
{
    /// <summary>Runs the body once on each thread.</summary>
    /// <param name="threads">1 or more; the caller's is one of them.</param>
    /// <param name="body">Given its thread's number from 0.</param>
    public static double Of(int threads, Action<int> body)
    {
        using Barrier start = new(threads);
        Thread[] others =
        [
            .. Enumerable
                .Range(1, threads - 1)
                .Select(number => new Thread(() =>
                {
                    start.SignalAndWait();
                    body(number);
                })),
        ];
        foreach (Thread other in others)
            other.Start();

        start.SignalAndWait();
        long began = Stopwatch.GetTimestamp();
        body(0);
        foreach (Thread other in others)
            other.Join();

        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
