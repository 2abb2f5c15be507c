namespace GpuCluster.Jobs.Workers;

/// <summary>What the workers of one machine do.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Workers">Workers that were seen there.</param>
/// <param name="Done">Units they finished.</param>
/// <param name="Running">Units they claimed and did not finish.</param>
/// <param name="Failed">Units that failed for them and were not finished since.</param>
/// <param name="Rate">Units a second of those that have a unit; 0 where nothing is known.</param>
public sealed record MachineStatus(string Name, int Workers, int Done, int Running, int Failed, double Rate);
