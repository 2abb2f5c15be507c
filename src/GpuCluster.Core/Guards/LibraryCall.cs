namespace GpuCluster.Core.Guards;

/// <summary>
/// Calls of an outside library that parses a user's file. A damaged file may keep a library busy for ever, and no cancellation ends it in
/// the middle of a call. So the call runs on another thread, which the caller leaves on cancellation or when the time for a file of
/// this size is over. A thread that was left ends with the process, or earlier: the caller disposes of what it reads through.
/// </summary>
public static class LibraryCall
{
    /// <summary>The least speed that is expected of a library.</summary>
    private const long BytesPerSecond = 1 << 20;

    /// <summary>
    /// The caller waits in such steps. A machine that was suspended or overloaded takes longer for a step, so that its time counts less.
    /// </summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls the library.</summary>
    /// <param name="bytes">The file's size, which lengthens the time allowed by a second a megabyte.</param>
    /// <param name="allowed">The time allowed for a small file.</param>
    /// <param name="call">The call. What it uses after the caller has left is the caller's to dispose of.</param>
    /// <param name="cancellation">Makes the caller leave.</param>
    /// <returns>What the call returned.</returns>
    /// <exception cref="TimeoutException">The time is over; the message is for the user, to follow the file's name.</exception>
    public static T Run<T>(long bytes, TimeSpan allowed, Func<T> call, CancellationToken cancellation = default) =>
        Run(new LibraryThreads(), bytes, allowed, call, cancellation);

    /// <summary>Calls the library on threads that many short calls share.</summary>
    /// <inheritdoc cref="Run{T}(long, TimeSpan, Func{T}, CancellationToken)"/>
    public static T Run<T>(LibraryThreads threads, long bytes, TimeSpan allowed, Func<T> call, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(() => Outcome(call, outcome));
        long steps = (long)((allowed.TotalSeconds + (bytes / (double)BytesPerSecond)) / Step.TotalSeconds);
        for (long step = 0; Task.WaitAny([outcome.Task], (int)Step.TotalMilliseconds, cancellation) < 0; step++)
        {
            if (step >= steps)
            {
                throw new TimeoutException(
                    $"not read within the {steps * Step.TotalSeconds:0} s that a file of its size is given, so it is probably damaged"
                );
            }
        }

        return outcome.Task.GetAwaiter().GetResult();
    }

    private static Action Outcome<T>(Func<T> call, TaskCompletionSource<T> outcome)
    {
        try
        {
            T result = call();
            return () => outcome.SetResult(result);
        }
        catch (Exception e)
        {
            return () => outcome.SetException(e);
        }
    }
}
