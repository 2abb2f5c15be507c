using GpuCluster.Cluster.Coordination;
using GpuCluster.Core.Errors;
using GpuCluster.Jobs;

namespace GpuCluster.Cluster.Nodes;

/// <summary>One unit on a thread of its own: the scheduler of grains and the thread pool stay free.</summary>
internal sealed class UnitWork
{
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    private readonly TaskCompletionSource<UnitFailure?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UnitWork(int unit) => Unit = unit;

    public int Unit { get; }

    /// <summary>Completes with null if the unit is finished; is cancelled if the work was.</summary>
    public Task<UnitFailure?> End => _end.Task;

    public static UnitWork Begin(IUnits units, int unit, CancellationToken cancellation)
    {
        UnitWork work = new(unit);
        Thread thread = new(() => work.Run(units, cancellation)) { Name = "unit", IsBackground = true };
        thread.Start();
        return work;
    }

    private void Run(IUnits units, CancellationToken cancellation)
    {
        try
        {
            units.Work(Unit, cancellation);
            _end.SetResult(null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _end.SetCanceled(cancellation);
        }
        // A unit may fail in any way that its data, a model or a driver has; the node goes on, and the reason is reported.
        catch (Exception e)
        {
            _end.SetResult(new UnitFailure(Unit, e.Message.Split('\n')[0], IsOfNode(e)));
        }
    }

    private static bool IsOfNode(Exception exception) =>
        exception is MachineFaultException or OutOfMemoryException or IOException { HResult: NoSpace or OverQuota };
}
