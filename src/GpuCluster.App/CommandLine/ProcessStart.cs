using System.Diagnostics;
using System.Globalization;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// When this program started, so that "seconds since the start" counts what the user waits for: the runtime's own start included, and a
/// build before it left out.
/// </summary>
internal static class ProcessStart
{
    /// <summary>What the launcher sets when it becomes this program: seconds since the machine's start, from /proc/uptime.</summary>
    public const string Variable = "GPUCLUSTER_STARTED";

    /// <summary>The program's start as a <see cref="Stopwatch"/> time stamp.</summary>
    public static long Timestamp()
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan age = TimeProvider.System.GetUtcNow() - new DateTimeOffset(self.StartTime);
        return Stopwatch.GetTimestamp()
            - (long)(AgeOf(age.TotalSeconds, Environment.GetEnvironmentVariable(Variable), Uptime()) * Stopwatch.Frequency);
    }

    /// <summary>Seconds since the program started.</summary>
    /// <param name="process">Seconds since the process started, which may have been the launcher.</param>
    /// <param name="launched">What the launcher set, or null.</param>
    /// <param name="uptime">Seconds since the machine's start, or null.</param>
    public static double AgeOf(double process, string? launched, double? uptime)
    {
        double age = Math.Max(0, process);
        // An older stamp than the process is another program's, which started this one.
        return
            uptime is { } now
            && double.TryParse(launched, NumberStyles.Float, CultureInfo.InvariantCulture, out double start)
            && now - start >= 0
            && now - start < age
            ? now - start
            : age;
    }

    private static double? Uptime()
    {
        try
        {
            return double.TryParse(
                File.ReadAllText("/proc/uptime").Split(' ')[0],
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double seconds
            )
                ? seconds
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
