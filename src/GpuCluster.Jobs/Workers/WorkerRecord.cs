namespace GpuCluster.Jobs.Workers;

/// <summary>What a worker has done.</summary>
/// <param name="Name">The worker.</param>
/// <param name="Units">Units it finished.</param>
/// <param name="Seconds">Since it began, by its own clock.</param>
public sealed record WorkerRecord(string Name, int Units, double Seconds);
