using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.Session.Layouts;

/// <summary>
/// Rebuilds a live layout's graph in the background and hands the result to the layout thread. A rebuild that begins stops the one before
/// it.
/// </summary>
/// <remarks>
/// The frame thread calls everything. Rebuilds run one after the other on the thread pool; only the last one asked for reaches the layout.
/// </remarks>
/// <param name="rebuilder">Does the work.</param>
/// <param name="layout">Receives the new stepper.</param>
/// <param name="progress">Told of the stages, on the working thread.</param>
/// <param name="failed">Receives the reason why a rebuild failed, on the working thread.</param>
internal sealed class GraphRebuild(GraphRebuilder rebuilder, LayoutThread layout, IStageProgress progress, Action<Exception> failed)
    : IDisposable
{
    private Task _work = Task.CompletedTask;
    private CancellationTokenSource _stop = new();
    private int _neighbours;

    /// <summary>The number of neighbours that a rebuild goes on for, or null.</summary>
    public int? Neighbours => _work.IsCompleted || _neighbours == 0 ? null : _neighbours;

    /// <summary>Begins a rebuild, unless one for as many neighbours goes on: other values reach the layout by themselves.</summary>
    /// <param name="options">What the layout is to run with.</param>
    public void Start(UmapOptions options)
    {
        if (Neighbours == options.Neighbours)
            return;

        Cancel();
        _neighbours = options.Neighbours;
        CancellationToken cancellation = _stop.Token;
        _work = _work.ContinueWith(
            _ => Work(options, cancellation),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    /// <summary>Stops the rebuild that goes on, if any; the layout stays as it is.</summary>
    public void Cancel()
    {
        _stop.Cancel();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _neighbours = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private void Work(UmapOptions options, CancellationToken cancellation)
    {
        try
        {
            Func<IUmapStepper> create = rebuilder.Rebuild(options, progress, cancellation);
            if (!cancellation.IsCancellationRequested)
                layout.Replace(create);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Another number was asked for meanwhile, or the window closed.
        }
        catch (Exception exception)
        {
            failed(exception);
        }
    }
}
