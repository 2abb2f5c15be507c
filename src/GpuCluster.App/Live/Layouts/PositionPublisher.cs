using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.App.Live.Layouts;

/// <summary>The writer's side of the position stream: publishes the live layout, or an earlier epoch while one is shown.</summary>
/// <remarks>
/// The protocol. The stream has one writer at a time, which is whoever holds <see cref="_writing"/>: either the layout thread in <see cref="PublishLive"/>, or this
/// object's own thread, which decodes earlier epochs. So an epoch of the history is on its way while the layout's own epoch still runs, and nobody waits for more than the
/// copying of n positions and a slot that the device still reads. What is shown is decided under the same lock: live positions that come while an earlier epoch is wanted
/// are kept and not published, and an earlier epoch that is no longer wanted when its turn comes is not published either. So the last thing published is always
/// the last thing asked for. <see cref="_gate"/> guards only what is asked and is never held while anything is waited for: the frame thread can ask at any moment.
/// The order of locks is writing, then gate.
/// </remarks>
internal sealed class PositionPublisher : IDisposable
{
    private readonly Lock _writing = new();
    private readonly object _gate = new();
    private readonly PositionStream _stream;
    private readonly EpochHistory _history;
    private readonly Action<Vector4[]> _published;
    private readonly Action<Exception> _failed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Vector4[] _past;
    private Vector4[] _live;
    private Vector4[] _next;
    private int _liveEpoch;
    private bool _hasLive;
    private double? _wanted;
    private bool _isAsked;

    /// <param name="stream">Its writer's side is this object's alone.</param>
    /// <param name="history">Where earlier epochs are.</param>
    /// <param name="published">Sees what was published, in the order of publishing and on the publishing thread; not to be kept.</param>
    /// <param name="failed">Hears what ended this object's thread.</param>
    public PositionPublisher(PositionStream stream, EpochHistory history, Action<Vector4[]> published, Action<Exception> failed)
    {
        _stream = stream;
        _history = history;
        _published = published;
        _failed = failed;
        _live = new Vector4[stream.Count];
        _next = new Vector4[stream.Count];
        _past = new Vector4[stream.Count];
        _thread = new Thread(ShowWhatIsAsked) { Name = "history", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Layout thread: takes the layout's positions, records them, and publishes them unless an earlier epoch is shown.</summary>
    /// <param name="stepper">The layout.</param>
    /// <param name="epoch">Epochs that led to them, counted along the timeline.</param>
    /// <returns>The positions; until the next call, and not to be written.</returns>
    /// <exception cref="OperationCanceledException">Disposed meanwhile.</exception>
    public Vector4[] PublishLive(ILayoutStepper stepper, int epoch)
    {
        stepper.WritePositions(_next);
        _history.Record(epoch, _next);
        lock (_writing)
        {
            (_live, _next) = (_next, _live);
            _liveEpoch = epoch;
            _hasLive = true;
            if (Wanted is null)
            {
                Publish(_live, epoch);
            }

            return _live;
        }
    }

    /// <summary>Any thread: from now on shows an epoch of the history, a fraction too, or the live layout for null. Returns at once; of several, the last one counts.</summary>
    public void Show(double? epoch)
    {
        lock (_gate)
        {
            _wanted = epoch;
            _isAsked = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Layout thread: returns to live; what was asked before no longer counts. What is live is to be published next.</summary>
    public void ReturnToLive()
    {
        lock (_gate)
        {
            _wanted = null;
            _isAsked = false;
        }
    }

    /// <summary>Ends the thread, and any wait for a slot with it. The layout thread may still be publishing: its wait is cancelled.</summary>
    public void Stop()
    {
        _stop.Cancel();
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    /// <summary>After <see cref="Stop"/>, when the layout thread has ended too.</summary>
    public void Dispose() => _stop.Dispose();

    private double? Wanted
    {
        get
        {
            lock (_gate)
            {
                return _wanted;
            }
        }
    }

    private void ShowWhatIsAsked()
    {
        try
        {
            while (WaitForQuestion())
            {
                lock (_writing)
                {
                    // Asked again under the lock: a restart may have returned to live since.
                    if (Wanted is { } epoch && _history.Read(epoch, _past))
                    {
                        Publish(_past, (int)epoch);
                    }
                    else if (_hasLive)
                    {
                        Publish(_live, _liveEpoch);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping interrupts the wait for a slot.
        }
        catch (Exception exception)
        {
            _failed(exception);
        }
    }

    private bool WaitForQuestion()
    {
        lock (_gate)
        {
            while (!_isAsked && !_stop.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }

            _isAsked = false;
            return !_stop.IsCancellationRequested;
        }
    }

    /// <summary>Under <see cref="_writing"/>.</summary>
    private void Publish(Vector4[] positions, int epoch)
    {
        positions.CopyTo(_stream.BeginWrite(_stop.Token).Memory.Positions);
        _stream.Publish(epoch);
        _published(positions);
    }
}
