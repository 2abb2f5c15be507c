namespace GpuCluster.Cluster.Coordination;

/// <summary>
/// Where the cluster's nodes learn of jobs: the union of what all of them know. It has the key 0. After a crash it is empty, until the next
/// node tells what it knows.
/// </summary>
[Alias("GpuCluster.IBoardGrain")]
internal interface IBoardGrain : IGrainWithIntegerKey
{
    /// <summary>Adds and removes jobs and returns all.</summary>
    /// <param name="known">Jobs that the caller works on or starts.</param>
    /// <param name="ended">Jobs that ended, by their tickets.</param>
    [Alias("Tell")]
    Task<JobEntry[]> Tell(JobEntry[] known, Guid[] ended);
}
