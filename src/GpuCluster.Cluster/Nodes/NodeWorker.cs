using GpuCluster.Cluster.Coordination;

namespace GpuCluster.Cluster.Nodes;

/// <summary>
/// The loop of a node: learns of jobs from the board, reports to the coordinators, starts the units that they give. A call only asks, and
/// one that fails is made again.
/// </summary>
internal sealed class NodeWorker(
    NodeSettings settings,
    INodeListener listener,
    IGrainFactory grains,
    string silo,
    IEnumerable<JobEntry> jobs
)
{
    /// <summary>Units at once: each of them uses all threads that it may.</summary>
    private const int Slots = 1;

    /// <summary>Between two questions: at first while units may come at any moment, then twice as long each time.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest time between two reports.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JobShare> _shares = new(StringComparer.Ordinal);
    private readonly List<JobEntry> _known = [.. jobs];
    private readonly HashSet<Guid> _ended = [];
    private readonly List<Guid> _untold = [];
    private long _sequence;

    /// <summary>The jobs that are not at their end, as far as this node knows.</summary>
    public IReadOnlyList<JobEntry> Known => _known;

    /// <summary>Works until it is cancelled, and waits a short time for its units to end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            TimeSpan pause = MinPause;
            while (true)
            {
                await AskBoardAsync(cancellation).ConfigureAwait(false);
                foreach (string folder in _known.Select(job => job.Folder).Distinct(StringComparer.Ordinal).ToArray())
                    await AskAsync(ShareOf(folder, cancellation), cancellation).ConfigureAwait(false);

                Task[] ends = Ends();
                pause = ends.Length > 0 ? MinPause : pause < MaxPause ? pause * 2 : MaxPause;
                await Task.WhenAny([Task.Delay(ends.Length > 0 ? MaxPause : pause, cancellation), .. ends]).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(Task.WhenAll(Ends()), Task.Delay(MaxPause, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private Task[] Ends() => [.. _shares.Values.SelectMany(share => share.Running).Select(work => work.End)];

    private JobShare ShareOf(string folder, CancellationToken cancellation)
    {
        if (!_shares.TryGetValue(folder, out JobShare? share))
            _shares.Add(folder, share = new JobShare(folder, settings, listener, cancellation));

        return share;
    }

    private async Task AskBoardAsync(CancellationToken cancellation)
    {
        Guid[] ended = [.. _untold];
        JobEntry[]? board = await TryAsync(() => grains.GetGrain<IBoardGrain>(0).Tell([.. _known], ended), cancellation)
            .ConfigureAwait(false);
        if (board is null)
            return;
        _untold.RemoveRange(0, ended.Length);
        _known.AddRange(board.Except(_known).Where(job => !_ended.Contains(job.Ticket)));
    }

    private async Task AskAsync(JobShare share, CancellationToken cancellation)
    {
        int running = _shares.Values.Sum(each => each.Running.Count(work => !work.End.IsCompleted));
        NodeReport report = share.Report(++_sequence, silo, Slots, Slots - running);
        Order? order = await TryAsync(() => grains.GetGrain<IJobGrain>(share.Folder).Ask(report), cancellation).ConfigureAwait(false);
        if (order is null)
            return;
        share.Follow(report, order);
        if (order.State is not (JobState.Finished or JobState.Failed) || share.Running.Count > 0)
            return;
        _shares.Remove(share.Folder);
        foreach (JobEntry job in _known.Where(job => job.Folder == share.Folder))
        {
            _ended.Add(job.Ticket);
            _untold.Add(job.Ticket);
        }

        _known.RemoveAll(job => job.Folder == share.Folder);
    }

    /// <summary>The call's result, or null if it failed: its silo may be dying, and the next call finds another.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await call().WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
