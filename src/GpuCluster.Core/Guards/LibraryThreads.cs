using System.Collections.Concurrent;

namespace GpuCluster.Core.Guards;

/// <summary>
/// Threads for the calls of outside libraries (<see cref="LibraryCall"/>), used again when a call has ended: a small image takes less time
/// than a new thread. One that waits for a second without a call ends; one whose caller has left is free again only if its call ends.
/// </summary>
public sealed class LibraryThreads
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    // Of each free thread, where it takes its next call from.
    private readonly List<BlockingCollection<Func<Action>>> _free = [];

    /// <summary>Runs a call on a free thread, or on a new one.</summary>
    /// <param name="call">
    /// Must not throw. What it returns publishes its outcome, and is run when the thread is free, so that the caller's next call finds it.
    /// </param>
    internal void Run(Func<Action> call)
    {
        if (TakeFree() is { } calls)
            calls.Add(call);
        else
            new Thread(() => Serve(call)) { IsBackground = true, Name = "library" }.Start();
    }

    private void Serve(Func<Action> first)
    {
        using BlockingCollection<Func<Action>> calls = [first];
        while (calls.TryTake(out Func<Action>? call, Rest) || !Leaves(calls))
        {
            if (call is null)
                continue;
            Action publish = call();
            lock (_free)
                _free.Add(calls);
            publish();
        }
    }

    private BlockingCollection<Func<Action>>? TakeFree()
    {
        lock (_free)
        {
            BlockingCollection<Func<Action>>? last = _free.LastOrDefault();
            if (last is not null)
                _free.RemoveAt(_free.Count - 1);
            return last;
        }
    }

    // False if a caller has taken it meanwhile: a call is on its way.
    private bool Leaves(BlockingCollection<Func<Action>> calls)
    {
        lock (_free)
            return _free.Remove(calls);
    }
}
