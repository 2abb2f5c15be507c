using System.Diagnostics;
using System.Globalization;
using GpuCluster.Testing;

namespace GpuCluster.Chaos;

/// <summary>The list of finished runs, RUNS.md.</summary>
internal static class ChaosRecord
{
    /// <summary>Adds a run.</summary>
    public static void Add(string what, long seed, string did, string found, TimeSpan time)
    {
        using Process git = Process.Start(
            new ProcessStartInfo("git", ["-C", RepositoryRoot.Find(), "rev-parse", "--short", "HEAD"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        string commit = git.StandardOutput.ReadToEnd().Trim();
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {DateTime.UtcNow:yyyy-MM-dd} | {commit} | {what} | {seed} | {time.TotalMinutes:0.0} | {did} | {found} |\n"
        );
        File.AppendAllText(Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Chaos", "RUNS.md"), line);
    }
}
