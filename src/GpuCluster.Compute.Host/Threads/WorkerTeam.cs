namespace GpuCluster.Compute.Host.Threads;

/// <summary>
/// A few threads that do the same short work again and again, together with the caller. How it works: the caller counts a run up and
/// releases each sleeping worker; within a run, threads meet at <see cref="Meet"/>, a counting barrier that spins for microseconds and then
/// yields, because the stretches between meetings are of tens of microseconds, less than it takes to wake a thread. Between runs workers
/// spin shortly, then sleep: an idle team costs no processor time. What a thread throws ends the run for all and is thrown again on the
/// caller. Used by one caller at a time.
/// </summary>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>
    /// Rounds of <see cref="SpinWait"/> before a worker sleeps: some 20 microseconds, the pause between the epochs of a run at full speed.
    /// </summary>
    private const int SpinsBeforeSleep = 20;

    private readonly Thread[] _workers;
    private readonly SemaphoreSlim[] _wake;
    private Action<int> _work = static _ => { };
    private Exception? _fault;
    private int _running;
    private int _arrived;
    private int _meeting;
    private volatile bool _ended;

    /// <param name="threads">Threads in all, the caller included; 1 or more.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _wake = new SemaphoreSlim[threads - 1];
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int worker = i;
            _wake[i] = new SemaphoreSlim(0);
            _workers[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>Threads in all, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Runs <paramref name="work"/> on every thread, with the thread's number from 0 on, and returns when all are done.</summary>
    public void Run(Action<int> work)
    {
        if (Threads == 1)
        {
            work(0);
            return;
        }

        _work = work;
        _fault = null;
        _arrived = 0;
        _running = Threads;
        foreach (SemaphoreSlim wake in _wake)
            wake.Release();
        Do(0);
        SpinWait spin = default(SpinWait);
        while (Volatile.Read(ref _running) != 0)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_fault is { } fault)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>Waits until every thread of the run has come here; what they wrote before is seen by all after.</summary>
    public void Meet()
    {
        if (Threads == 1)
            return;
        int meeting = Volatile.Read(ref _meeting);
        if (Interlocked.Increment(ref _arrived) == Threads)
        {
            _arrived = 0;
            Volatile.Write(ref _meeting, unchecked(meeting + 1));
            return;
        }

        SpinWait spin = default(SpinWait);
        while (Volatile.Read(ref _meeting) == meeting)
        {
            if (Volatile.Read(ref _fault) is not null)
                throw new OperationCanceledException("Another thread of the team failed.");
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        foreach (SemaphoreSlim wake in _wake)
            wake.Release();
        foreach (Thread worker in _workers)
            worker.Join();
        foreach (SemaphoreSlim wake in _wake)
            wake.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            // SemaphoreSlim itself would spin far shorter.
            SpinWait spin = default(SpinWait);
            while (_wake[worker].CurrentCount == 0 && spin.Count < SpinsBeforeSleep)
                spin.SpinOnce(sleep1Threshold: -1);
            _wake[worker].Wait();
            if (_ended)
                return;
            Do(worker + 1);
        }
    }

    private void Do(int thread)
    {
        try
        {
            _work(thread);
        }
        catch (Exception exception)
        {
            _ = Interlocked.CompareExchange(ref _fault, exception, null);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _running);
        }
    }
}
