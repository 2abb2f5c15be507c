using GpuCluster.Cluster.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Jobs;

namespace GpuCluster.Cluster.Coordination;

/// <inheritdoc/>
internal sealed class JobGrain(NodeSettings settings, ISiloStatusOracle silos, TimeProvider clock) : Grain, IJobGrain
{
    /// <summary>The time between two looks at a folder in which nothing is known to have changed: others may write there too.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private Handout _handout = new(settings.Version, Living(silos), clock);
    private Task<FolderLook>? _look;
    private long _lookedAt;
    private long _lookedChanges = -1;

    public Task<Order> Ask(NodeReport report)
    {
        Refresh();
        Order order = _handout.Receive(report);
        // A look whose reason is this very report: the next node to ask should not have to wait for it.
        Refresh();
        return Task.FromResult(order);
    }

    public Task<JobProgress> Progress(bool again)
    {
        if (again && _handout.State is JobState.Finished or JobState.Failed)
            _handout = new Handout(settings.Version, Living(silos), clock) { Attempt = _handout.Attempt + 1 };
        else if (again)
            _handout.Attempt++;

        Refresh();
        return Task.FromResult(_handout.Progress());
    }

    private static HashSet<string> Living(ISiloStatusOracle silos) =>
        [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString())];

    private void Refresh()
    {
        _handout.Keep(Living(silos));
        if (_look is { IsCompleted: true })
            Take(_look);

        if (_look is null && _handout.NeedsLook && IsDue())
            Begin();
    }

    private bool IsDue() => _lookedChanges != _handout.Changes || clock.GetElapsedTime(_lookedAt) >= BetweenLooks;

    /// <summary>The folder may be slow, so it is read on another thread; whoever asks next gets the result.</summary>
    private void Begin()
    {
        string folder = this.GetPrimaryKeyString();
        IReadOnlyList<int> unfinished = _handout.Unfinished;
        long changes = _lookedChanges = _handout.Changes;
        bool isFirst = _handout.IsNew;
        _look = Task.Run(() => LookAt(settings.Open(folder), changes, isFirst ? null : unfinished));
    }

    private void Take(Task<FolderLook> look)
    {
        _look = null;
        _lookedAt = clock.GetTimestamp();
        try
        {
            _handout.Look(look.GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException or IOException or UnauthorizedAccessException)
        {
            _handout.Problem = $"{silos.SiloName}, which coordinates the job, cannot read it: {e.Message}";
            // Another node may be able to.
            DeactivateOnIdle();
        }
    }

    private static FolderLook LookAt(IUnits units, long changes, IReadOnlyList<int>? unfinished)
    {
        IReadOnlyList<int> ready = units.Ready();
        HashSet<int> open = [.. ready];
        IEnumerable<int> asked = unfinished ?? Enumerable.Range(0, units.Count);
        int[] finished = [.. asked.Where(unit => !open.Contains(unit) && units.IsFinished(unit))];
        return new FolderLook(changes, units.ManifestHash, units.Count, ready, finished);
    }
}
