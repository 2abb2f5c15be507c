using System.Runtime.ExceptionServices;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Session.Layouts;

/// <summary>
/// Gives the newest positions to the scene on a thread of its own, so that bounds, colours and spacing cost the layout no time. Positions
/// that come while the scene is busy replace each other; the last ones always arrive.
/// </summary>
internal sealed class SceneFollower : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<SharedPositions> _update;
    private readonly Thread _thread;
    private SharedPositions? _waiting;
    private ExceptionDispatchInfo? _failure;
    private bool _stops;

    /// <param name="update">Called on this object's thread; holds the positions if it keeps them.</param>
    public SceneFollower(Action<SharedPositions> update)
    {
        _update = update;
        _thread = new Thread(Run) { Name = "scene", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Any thread: these are the newest positions. Returns at once.</summary>
    /// <exception cref="Exception">What an earlier update threw.</exception>
    public void Follow(SharedPositions positions)
    {
        lock (_gate)
        {
            _failure?.Throw();
            _waiting?.Release();
            _waiting = positions.Hold();
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _stops = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _waiting?.Release();
        _waiting = null;
    }

    private void Run()
    {
        try
        {
            while (Wait() is { } positions)
            {
                _update(positions);
                positions.Release();
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }

    private SharedPositions? Wait()
    {
        lock (_gate)
        {
            while (_waiting is null && !_stops)
                Monitor.Wait(_gate);

            SharedPositions? positions = _stops ? null : _waiting;
            if (positions is not null)
                _waiting = null;

            return positions;
        }
    }
}
