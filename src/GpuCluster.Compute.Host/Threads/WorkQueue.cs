using System.Runtime.ExceptionServices;

namespace GpuCluster.Compute.Host.Threads;

/// <summary>Numbered pieces of work, handed out in order to whichever thread asks next.</summary>
/// <param name="count">Pieces 0 to count - 1.</param>
/// <param name="cancellation">Ends the hand-out early.</param>
internal sealed class WorkQueue(int count, CancellationToken cancellation)
{
    private int _next = -1;

    /// <summary>Takes the next piece; false when none is left or the work was cancelled.</summary>
    public bool TryTake(out int piece)
    {
        piece = cancellation.IsCancellationRequested ? count : Interlocked.Increment(ref _next);
        return piece < count;
    }

    /// <summary>Runs a body on several threads, each of which takes pieces until none is left.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void Run(int count, int threads, Action<WorkQueue> body, CancellationToken cancellation)
    {
        WorkQueue queue = new(count, cancellation);
        int workers = Math.Min(threads, count);
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers) }, _ => body(queue));
        }
        catch (AggregateException exception)
        {
            // The first fault is thrown to the caller, as if it had happened on its own thread.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        cancellation.ThrowIfCancellationRequested();
    }
}
