namespace GpuCluster.Cluster.Coordination;

/// <summary>
/// The coordinator of one job; its key is the path of the job's folder. It gives out unit numbers and remembers nothing that the folder and
/// the nodes' reports do not say, so that another one can take its place at any time.
/// </summary>
[Alias("GpuCluster.IJobGrain")]
internal interface IJobGrain : IGrainWithStringKey
{
    /// <summary>A node reports and asks for units. Answers at once.</summary>
    [Alias("Ask")]
    Task<Order> Ask(NodeReport report);

    /// <summary>How far the job is. Answers at once.</summary>
    /// <param name="again">Whether units that failed are tried again.</param>
    [Alias("Progress")]
    Task<JobProgress> Progress(bool again);
}
