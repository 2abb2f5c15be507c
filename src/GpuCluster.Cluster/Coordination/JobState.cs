namespace GpuCluster.Cluster.Coordination;

/// <summary>How far a job is, as its coordinator sees it.</summary>
[GenerateSerializer]
internal enum JobState
{
    /// <summary>The coordinator does not yet know what every node works on, and gives out nothing.</summary>
    Settling,

    /// <summary>Units are given out.</summary>
    Working,

    /// <summary>Every unit has a valid output in the folder.</summary>
    Finished,

    /// <summary>It cannot be finished; <see cref="JobProgress.Problem"/> says why.</summary>
    Failed,
}
