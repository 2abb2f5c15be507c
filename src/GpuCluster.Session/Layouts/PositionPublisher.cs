using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Session.Layouts;

/// <summary>The writer's side of the position stream: publishes the live layout, or an earlier epoch while one is shown.</summary>
/// <remarks>
/// The protocol. The stream has one writer at a time, the holder of <see cref="_writing"/>: either the layout thread in
/// <see cref="PublishLive"/>, or this object's own thread, which decodes earlier epochs. So an epoch of the history is on its way while the
/// layout's own epoch still runs, and no thread waits for more than the copying of n positions and a slot that the device still reads. What
/// is shown is decided under the same lock: live positions that come while an earlier epoch is wanted are kept and not published, and an
/// earlier epoch that is no longer wanted when its turn comes is not published either. So the last thing published is always the last thing
/// asked for. <see cref="_gate"/> guards only what is asked and is never held while anything is waited for: the frame thread can ask at any
/// moment. The order of locks is writing, then gate.
/// </remarks>
internal sealed class PositionPublisher : IDisposable
{
    // A monitor, as the scheduler of the tests (Coyote) controls monitors.
#pragma warning disable MA0158, IDE0330
    private readonly object _writing = new();
#pragma warning restore MA0158, IDE0330
    private readonly object _gate = new();
    private readonly EpochHistory _history;
    private readonly Action<SharedPositions> _published;
    private readonly SharedPositionsPool _copies;
    private readonly Action<Exception> _failed;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private PositionStream? _stream;
    private SharedPositions? _live;
    private double? _wanted;
    private bool _isAsked;

    /// <param name="stream">Its writer's side is this object's alone.</param>
    /// <param name="history">Where earlier epochs are.</param>
    /// <param name="published">Receives what was published, in the order of publishing and on the publishing thread; to be held if it is
    /// kept.</param>
    /// <param name="failed">Receives what ended this object's thread.</param>
    public PositionPublisher(PositionStream stream, EpochHistory history, Action<SharedPositions> published, Action<Exception> failed)
    {
        _stream = stream;
        _history = history;
        _published = published;
        _failed = failed;
        _copies = new SharedPositionsPool(stream.Count);
        _thread = new Thread(ShowWhatIsAsked) { Name = "history", IsBackground = true };
        _thread.Start();
    }

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

    /// <summary>
    /// Layout thread: has the layout write its positions twice, first where they are drawn from, unless an earlier epoch is shown, then
    /// into the one copy that everything else shares; and records them.
    /// </summary>
    /// <param name="stepper">The layout.</param>
    /// <param name="epoch">Epochs that led to them, counted along the timeline.</param>
    /// <returns>The copy, which this object holds until the next call.</returns>
    /// <exception cref="OperationCanceledException">Disposed meanwhile.</exception>
    public SharedPositions PublishLive(ILayoutStepper stepper, int epoch)
    {
        SharedPositions copy = _copies.Rent(epoch);
        lock (_writing)
        {
            bool isShown = Wanted is null;
            if (isShown)
                Draw(stepper.WriteTo, stepper.WritesOnDevice, epoch);

            stepper.WriteTo(copy);
            _live?.Release();
            _live = copy;
            if (isShown)
                _published(copy);
        }

        _history.Record(epoch, copy.Values);
        return copy;
    }

    /// <summary>
    /// Any thread: the live positions that were published last, held once; null where there are none, or where the thread that publishes
    /// does not let go of them.
    /// </summary>
    /// <param name="patience">How long it waits for that thread.</param>
    public SharedPositions? HoldLive(TimeSpan patience)
    {
        if (!Monitor.TryEnter(_writing, patience))
            return null;
        try
        {
            return _live?.Hold();
        }
        finally
        {
            Monitor.Exit(_writing);
        }
    }

    /// <summary>
    /// Any thread: from now on shows an epoch of the history, a fraction too, or the live layout for null. Returns at once; of several, the
    /// last one counts.
    /// </summary>
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

    /// <summary>Frame thread: from now on nothing is written to the stream.</summary>
    public void LeaveStream()
    {
        lock (_writing)
            _stream = null;
    }

    /// <summary>Frame thread: from now on this stream is written to, beginning with what is shown.</summary>
    public void EnterStream(PositionStream stream)
    {
        lock (_writing)
        {
            _stream = stream;
            ShowAgain();
        }
    }

    /// <summary>
    /// Ends the thread, and any wait for a slot with it. The layout thread may still be publishing: its wait is cancelled.
    /// </summary>
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

    private void ShowWhatIsAsked()
    {
        try
        {
            while (WaitForQuestion())
            {
                lock (_writing)
                    ShowAgain();
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

    /// <summary>Under <see cref="_writing"/>: publishes what is wanted, a past epoch or the live layout.</summary>
    private void ShowAgain()
    {
        // Asked again under the lock: a restart may have returned to live since.
        if (Wanted is { } epoch && TryReadPast(epoch) is { } past)
        {
            Publish(past);
            past.Release();
        }
        else if (_live is not null)
        {
            Publish(_live);
        }
    }

    private bool WaitForQuestion()
    {
        lock (_gate)
        {
            while (!_isAsked && !_stop.IsCancellationRequested)
                Monitor.Wait(_gate);

            _isAsked = false;
            return !_stop.IsCancellationRequested;
        }
    }

    /// <summary>An epoch of the history, a fraction too, held once; null where nothing is recorded.</summary>
    private SharedPositions? TryReadPast(double epoch)
    {
        SharedPositions past = _copies.Rent((int)epoch);
        if (_history.Read(epoch, ((IPositionTarget)past).Positions))
            return past;

        past.Release();
        return null;
    }

    /// <summary>Under <see cref="_writing"/>: draws positions that are on the host already.</summary>
    private void Publish(SharedPositions positions)
    {
        Draw(slot => positions.Values.CopyTo(slot.Positions), static _ => false, positions.Epoch);
        _published(positions);
    }

    /// <summary>Under <see cref="_writing"/>. A device that is lost ends drawing, not the layout: its owner brings another.</summary>
    private void Draw(Action<IPositionTarget> write, Func<IPositionTarget, bool> isWrittenByDevice, int epoch)
    {
        try
        {
            if (_stream is null)
                return;
            write(_stream.BeginWrite(isWrittenByDevice, _stop.Token).Memory);
            _stream.Publish(epoch);
        }
        catch (MachineFaultException fault) when (fault.IsDeviceLost)
        {
            _stream = null;
        }
    }
}
