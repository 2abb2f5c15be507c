namespace GpuCluster.Cluster.Coordination;

/// <inheritdoc/>
internal sealed class BoardGrain : Grain, IBoardGrain
{
    private readonly List<JobEntry> _jobs = [];
    private readonly HashSet<Guid> _ended = [];

    public Task<JobEntry[]> Tell(JobEntry[] known, Guid[] ended)
    {
        _ended.UnionWith(ended);
        _jobs.AddRange(known.Except(_jobs));
        _jobs.RemoveAll(job => _ended.Contains(job.Ticket));
        return Task.FromResult<JobEntry[]>([.. _jobs]);
    }
}
