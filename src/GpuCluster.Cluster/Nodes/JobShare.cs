using GpuCluster.Cluster.Coordination;
using GpuCluster.Core.Errors;
using GpuCluster.Jobs;

namespace GpuCluster.Cluster.Nodes;

/// <summary>A node's share of one job: the units that it works on, and what it has to report. Used by one loop.</summary>
internal sealed class JobShare(string folder, NodeSettings settings, INodeListener listener, CancellationToken cancellation)
{
    private readonly List<UnitWork> _running = [];
    private readonly List<int> _done = [];
    private readonly List<UnitFailure> _failed = [];
    private IUnits? _units;
    private string? _refusal;
    private string? _told;
    private int _attempt;

    public string Folder => folder;

    /// <summary>The units that run.</summary>
    public IReadOnlyList<UnitWork> Running => _running;

    /// <summary>The next report; whatever it says is said again until <see cref="Follow"/> was called for it.</summary>
    /// <param name="sequence">The report's number.</param>
    /// <param name="silo">The address of this node's silo.</param>
    /// <param name="slots">Units that the node works on at once.</param>
    /// <param name="wanted">Units that it wants now.</param>
    public NodeReport Report(long sequence, string silo, int slots, int wanted)
    {
        TakeEnded();
        if (_units is null && _running.Count == 0)
            Open();

        return new NodeReport
        {
            Silo = silo,
            Name = settings.Name,
            Sequence = sequence,
            Version = settings.Version,
            ManifestHash = _units?.ManifestHash ?? "",
            HasGpu = settings.HasGpu,
            Slots = slots,
            Wanted = _refusal is null ? wanted : 0,
            Holding = [.. _running.Select(work => work.Unit)],
            Done = [.. _done],
            Failed = [.. _failed],
            Refusal = _refusal,
        };
    }

    /// <summary>Takes the answer to a report.</summary>
    public void Follow(NodeReport report, Order order)
    {
        _done.RemoveRange(0, report.Done.Length);
        _failed.RemoveRange(0, report.Failed.Length);
        if (order.Attempt != _attempt)
            (_attempt, _refusal) = (order.Attempt, null);

        if (order.Refusal is { } refusal)
        {
            Tell(refusal);
            // The folder, or what lies beside it, may have been put right: it is opened again.
            if (_running.Count == 0 && _refusal is null)
                _units = null;
        }

        foreach (int unit in order.Units)
        {
            listener.Began(folder, unit);
            _running.Add(UnitWork.Begin(_units!, unit, cancellation));
        }
    }

    private void Open()
    {
        try
        {
            _units = settings.Open(folder);
            _refusal = null;
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException or IOException or UnauthorizedAccessException)
        {
            _refusal = e.Message.Split('\n')[0];
        }
    }

    private void TakeEnded()
    {
        foreach (UnitWork work in _running.Where(work => work.End.IsCompleted).ToArray())
        {
            _running.Remove(work);
            if (work.End.IsCanceled)
                continue;
            UnitFailure? failure = work.End.GetAwaiter().GetResult();
            listener.Ended(folder, work.Unit, failure?.Reason);
            if (failure is null)
                _done.Add(work.Unit);
            else
                _failed.Add(failure);

            if (failure is { IsOfNode: true })
                _refusal = failure.Reason;
        }
    }

    private void Tell(string refusal)
    {
        if (_told == refusal)
            return;
        _told = refusal;
        listener.Refused(folder, refusal);
    }
}
