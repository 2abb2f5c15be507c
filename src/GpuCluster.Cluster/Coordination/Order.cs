namespace GpuCluster.Cluster.Coordination;

/// <summary>The coordinator's answer to a report.</summary>
/// <param name="Units">The units to start now.</param>
/// <param name="State">How far the job is.</param>
/// <param name="Attempt">Counts how often the job was started: with a new number, a node that took no more units tries again.</param>
/// <param name="Refusal">Why this node gets no units of the job, or null.</param>
[GenerateSerializer]
[Alias("GpuCluster.Order")]
internal sealed record Order(
    [property: Id(0)] int[] Units,
    [property: Id(1)] JobState State,
    [property: Id(2)] int Attempt,
    [property: Id(3)] string? Refusal = null
);
