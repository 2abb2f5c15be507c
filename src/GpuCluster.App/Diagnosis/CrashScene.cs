namespace GpuCluster.App.Diagnosis;

/// <summary>What was going on when the program failed.</summary>
/// <param name="Stage">The stage, or empty.</param>
/// <param name="Kept">The file with the scene of a window that was not saved; null: there is none.</param>
internal sealed record CrashScene(string Stage, string? Kept = null);
