namespace GpuCluster.Jobs.Workers;

/// <summary>What one worker does.</summary>
/// <param name="Name">The worker.</param>
/// <param name="Done">Units it finished.</param>
/// <param name="Running">Units it claimed and did not finish.</param>
/// <param name="Failed">Units that failed for it and were not finished since.</param>
public sealed record MachineStatus(string Name, int Done, int Running, int Failed);
