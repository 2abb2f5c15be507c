using System.Runtime.ExceptionServices;
using GpuCluster.Core.Samples;

namespace GpuCluster.Rendering.Thumbnails;

/// <summary>
/// Reads thumbnails on its own threads, the most urgent first. A new list of requests replaces the old one, so outdated requests are never
/// read. Pictures that were read wait in a queue of bounded length; while it is full, the threads rest. Every member may be called from any
/// thread.
/// </summary>
internal sealed class ThumbnailLoader : IDisposable
{
    private readonly IThumbnails _source;
    private readonly Action _arrived;
    private readonly int _maxFinished;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Queue<LoadedThumbnail> _finished = new();
    private readonly HashSet<(int Point, int Edge)> _taken = [];
    private readonly Thread[] _threads;
    private List<(int Point, int Edge)> _wishes = [];
    private int _next;
    private ExceptionDispatchInfo? _fault;
    private volatile bool _isStopping;

    /// <summary>Starts the threads.</summary>
    /// <param name="source">Where thumbnails come from; not owned.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="maxFinished">Pictures that may wait.</param>
    /// <param name="arrived">Called on a loading thread when the queue of waiting pictures is no longer empty.</param>
    public ThumbnailLoader(IThumbnails source, int threads, int maxFinished, Action arrived)
    {
        (_source, _maxFinished, _arrived) = (source, maxFinished, arrived);
        _threads = new Thread[Math.Max(1, threads)];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work)
            {
                IsBackground = true,
                Name = $"thumbnails {i}",
                Priority = ThreadPriority.BelowNormal,
            };
            _threads[i].Start();
        }
    }

    /// <summary>Whether pictures wait to be taken.</summary>
    public bool HasFinished
    {
        get
        {
            lock (_gate)
                return _finished.Count > 0 || _fault is not null;
        }
    }

    /// <summary>Requests that are not fulfilled yet.</summary>
    public int Awaited
    {
        get
        {
            lock (_gate)
                return _wishes.Count - _next + _taken.Count;
        }
    }

    /// <summary>Replaces the requests; the first is the most urgent.</summary>
    public void Want(List<(int Point, int Edge)> wishes)
    {
        lock (_gate)
        {
            wishes.RemoveAll(_taken.Contains);
            (_wishes, _next) = (wishes, 0);
        }
        WakeAll();
    }

    /// <summary>Takes a picture that was read.</summary>
    /// <exception cref="Exception">The exception of a loading thread.</exception>
    public bool TryTake(out LoadedThumbnail picture)
    {
        bool isTaken;
        lock (_gate)
        {
            _fault?.Throw();
            isTaken = _finished.TryDequeue(out picture!);
            if (isTaken)
                _taken.Remove((picture.Point, picture.Edge));
        }
        if (isTaken)
            WakeAll();
        return isTaken;
    }

    /// <summary>Ends the threads; waits for a read in progress.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _work.Release(_threads.Length);
        foreach (Thread thread in _threads)
            thread.Join();
        _work.Dispose();
    }

    private void WakeAll()
    {
        int sleepers = _threads.Length - _work.CurrentCount;
        if (sleepers > 0)
            _work.Release(sleepers);
    }

    private void Work()
    {
        while (!_isStopping)
        {
            if (!TryNext(out (int Point, int Edge) wish))
            {
                _work.Wait();
                continue;
            }
            try
            {
                Finish(LoadedThumbnail.Read(_source, wish.Point, wish.Edge));
            }
            catch (Exception exception)
            {
                // Passed to the drawing thread; thrown here it would end the program.
                lock (_gate)
                    _fault ??= ExceptionDispatchInfo.Capture(exception);
                _arrived();
                return;
            }
        }
    }

    private bool TryNext(out (int Point, int Edge) wish)
    {
        lock (_gate)
        {
            wish = default;
            if (_fault is not null || _next == _wishes.Count || _taken.Count >= _maxFinished)
                return false;
            wish = _wishes[_next++];
            _taken.Add(wish);
            return true;
        }
    }

    private void Finish(LoadedThumbnail picture)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _finished.Count == 0;
            _finished.Enqueue(picture);
        }
        if (isFirst)
            _arrived();
    }
}
