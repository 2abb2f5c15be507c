namespace GpuCluster.Cluster.Coordination;

/// <summary>What a coordinator knows of its job.</summary>
[GenerateSerializer]
[Alias("GpuCluster.JobProgress")]
internal sealed record JobProgress
{
    [Id(0)]
    public required JobState State { get; init; }

    /// <summary>Units of the job, or 0 while the folder has not been looked at.</summary>
    [Id(1)]
    public int Total { get; init; }

    [Id(2)]
    public int Done { get; init; }

    /// <summary>The nodes that take part or did, by name.</summary>
    [Id(3)]
    public NodeProgress[] Nodes { get; init; } = [];

    /// <summary>Units that failed on every node that tried them, with the last reason.</summary>
    [Id(4)]
    public UnitFailure[] Failed { get; init; } = [];

    /// <summary>Why the job cannot go on at the moment, or null.</summary>
    [Id(5)]
    public string? Problem { get; init; }
}
