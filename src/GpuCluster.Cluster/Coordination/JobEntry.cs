namespace GpuCluster.Cluster.Coordination;

/// <summary>A job on the board.</summary>
/// <param name="Folder">The full path of its folder, the same on every node.</param>
/// <param name="Ticket">Drawn at random at each start of the job: a node that has seen it end ignores what others still say of it.</param>
[GenerateSerializer]
[Alias("GpuCluster.JobEntry")]
internal sealed record JobEntry([property: Id(0)] string Folder, [property: Id(1)] Guid Ticket);
