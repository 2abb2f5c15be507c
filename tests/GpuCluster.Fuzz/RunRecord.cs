using System.Diagnostics;
using System.Globalization;
using GpuCluster.Testing;

namespace GpuCluster.Fuzz;

/// <summary>The list of finished runs, RUNS.md.</summary>
internal static class RunRecord
{
    /// <summary>Adds a run as a row for itself and, below, the cases of each reader.</summary>
    public static void Add(FuzzOptions options, IReadOnlyList<FuzzResult> results)
    {
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string readers = string.Join(", ", results.Select(result => $"{result.Reader} {result.Cases}"));
        string faults = string.Join(
            "; ",
            results.SelectMany(result => result.Faults.Select(fault => $"{fault.Value.Times} x {result.Reader}: {Short(fault.Key)}"))
        );
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {date} | {Commit()} | {options.Seed} | {results.Sum(result => result.Cases)} | {results.Sum(result => result.FaultCount)} "
        );
        File.AppendAllText(
            Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Fuzz", "RUNS.md"),
            $"{row}| {readers} | {(faults.Length == 0 ? "none" : faults)} |\n"
        );
    }

    private static string Short(string fault) => fault.Replace('|', '/')[..Math.Min(fault.Length, 160)];

    private static string Commit()
    {
        using Process git = Process.Start(
            new ProcessStartInfo("git", ["-C", RepositoryRoot.Find(), "rev-parse", "--short", "HEAD"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
