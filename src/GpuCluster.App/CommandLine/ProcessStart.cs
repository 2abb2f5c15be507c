using System.Diagnostics;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// When this process started, so that "seconds since the start" counts what the user waits for: the runtime's own start included.
/// </summary>
internal static class ProcessStart
{
    /// <summary>The process's start as a <see cref="Stopwatch"/> time stamp.</summary>
    public static long Timestamp()
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan age = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
        return Stopwatch.GetTimestamp() - (long)(Math.Max(0, age.TotalSeconds) * Stopwatch.Frequency);
    }
}
