namespace GpuCluster.Cluster.Coordination;

/// <summary>What a node says when it asks for work: only numbers, names and hashes, never data.</summary>
[GenerateSerializer]
[Alias("GpuCluster.NodeReport")]
internal sealed record NodeReport
{
    /// <summary>The silo's address with its generation: another one after every start of the node.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>The node's name, for people.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Counts the reports of this node about this job from 1: one that arrives late is ignored.</summary>
    [Id(2)]
    public required long Sequence { get; init; }

    /// <summary>The version of the node's program.</summary>
    [Id(3)]
    public required string Version { get; init; }

    /// <summary>SHA-256 of the manifest that the node read, or empty if it could not open the job.</summary>
    [Id(4)]
    public required string ManifestHash { get; init; }

    /// <summary>Whether units run on a GPU here.</summary>
    [Id(5)]
    public bool HasGpu { get; init; }

    /// <summary>How many units the node works on at once.</summary>
    [Id(6)]
    public int Slots { get; init; }

    /// <summary>How many more units it wants now, 0 to <see cref="Slots"/>.</summary>
    [Id(7)]
    public int Wanted { get; init; }

    /// <summary>The units that it works on.</summary>
    [Id(8)]
    public int[] Holding { get; init; } = [];

    /// <summary>The units that it finished since its last report that was answered.</summary>
    [Id(9)]
    public int[] Done { get; init; } = [];

    /// <summary>The units that failed since then.</summary>
    [Id(10)]
    public UnitFailure[] Failed { get; init; } = [];

    /// <summary>Why the node takes no units of this job, or null.</summary>
    [Id(11)]
    public string? Refusal { get; init; }
}
