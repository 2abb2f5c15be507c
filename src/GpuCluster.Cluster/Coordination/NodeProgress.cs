namespace GpuCluster.Cluster.Coordination;

/// <summary>One node's part in a job.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Silo">Its address with its generation.</param>
/// <param name="Done">Units that it finished since the coordinator started.</param>
/// <param name="Running">Units that it works on.</param>
/// <param name="IsLost">Whether it is dead or has left.</param>
/// <param name="Refusal">Why it takes no units, or null.</param>
[GenerateSerializer]
[Alias("GpuCluster.NodeProgress")]
internal sealed record NodeProgress(
    [property: Id(0)] string Name,
    [property: Id(1)] string Silo,
    [property: Id(2)] int Done,
    [property: Id(3)] int Running,
    [property: Id(4)] bool IsLost,
    [property: Id(5)] string? Refusal
);
