namespace GpuCluster.Cluster.Coordination;

/// <summary>A unit that a node could not finish.</summary>
/// <param name="Unit">The unit's number.</param>
/// <param name="Reason">One sentence for people.</param>
/// <param name="IsOfNode">Whether the reason is the node's own, such as a full disk, and another node may well finish the unit.</param>
[GenerateSerializer]
[Alias("GpuCluster.UnitFailure")]
internal sealed record UnitFailure([property: Id(0)] int Unit, [property: Id(1)] string Reason, [property: Id(2)] bool IsOfNode);
