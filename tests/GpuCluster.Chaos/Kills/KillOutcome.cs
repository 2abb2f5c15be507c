namespace GpuCluster.Chaos.Kills;

/// <summary>What came of one kill.</summary>
/// <param name="Command">The command.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Seconds">When it was sent.</param>
/// <param name="Faults">What is wrong; empty if nothing is.</param>
internal sealed record KillOutcome(string Command, string Signal, double Seconds, IReadOnlyList<string> Faults);
