using System.Diagnostics;
using System.Runtime.ExceptionServices;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;

namespace GpuCluster.App.Live;

/// <summary>
/// Runs a layout on a thread of its own, epoch by epoch, and publishes each into the position stream.
/// </summary>
/// <remarks>
/// How it works. The thread sleeps on one condition and wakes for exactly four reasons: to stop, to restart, because an epoch was asked for, or because the
/// layout runs and a frame has been drawn since the last epoch (unpaced: always). So people see every epoch, and a paused or finished layout costs nothing. Requests
/// are flags under one lock; the stepper and the slots are touched by this thread alone. A failure ends the thread and is thrown to whoever calls <see cref="ThrowIfFailed"/>.
/// </remarks>
internal sealed class LayoutThread : IDisposable
{
    private readonly object _gate = new();
    private readonly ILayoutStepper _stepper;
    private readonly PositionStream _stream;
    private readonly Action _published;
    private readonly bool _paced;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private bool _paused;
    private bool _restart;
    private bool _frameDrawn;
    private int _stepsAsked;
    private LayoutStatus _status;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Publishes the initial positions and begins.</summary>
    /// <param name="stepper">Used by this thread alone from now on; not disposed.</param>
    /// <param name="stream">Written by this thread alone.</param>
    /// <param name="paced">At most one epoch per <see cref="FrameDrawn"/>.</param>
    /// <param name="published">Called on the thread after each publish, to wake a sleeping window.</param>
    public LayoutThread(ILayoutStepper stepper, PositionStream stream, bool paced, Action published)
    {
        _stepper = stepper;
        _stream = stream;
        _paced = paced;
        _published = published;
        _status = new LayoutStatus(stepper.Epoch, stepper.Epochs, StateAt(stepper.Epoch), 0);
        _thread = new Thread(Run) { Name = "layout", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How far the layout is.</summary>
    public LayoutStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>A frame was drawn: a paced layout may run its next epoch.</summary>
    public void FrameDrawn() => Change(() => _frameDrawn = true);

    /// <summary>Pauses, or goes on.</summary>
    public void TogglePause() => Change(() => _paused = !_paused);

    /// <summary>Pauses and runs one epoch.</summary>
    public void StepOnce() => Change(() =>
    {
        _paused = true;
        _stepsAsked++;
    });

    /// <summary>Goes back to the initial layout and runs.</summary>
    public void Restart() => Change(() =>
    {
        _restart = true;
        _paused = false;
        _stepsAsked = 0;
    });

    /// <summary>Throws what ended the thread, if anything did.</summary>
    public void ThrowIfFailed()
    {
        lock (_gate)
        {
            _failure?.Throw();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _stop.Dispose();
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _status = _status with { State = StateAt(_status.Epoch) };
            Monitor.PulseAll(_gate);
        }
    }

    private LayoutState StateAt(int epoch) => epoch >= _stepper.Epochs ? LayoutState.Finished : _paused ? LayoutState.Paused : LayoutState.Running;

    private void Run()
    {
        try
        {
            Publish(0);
            while (WaitForWork(out bool restart))
            {
                long began = Stopwatch.GetTimestamp();
                if (restart)
                {
                    _stepper.Restart();
                    Publish(0);
                }
                else
                {
                    _stepper.Step();
                    Publish(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposal interrupts the wait for a slot.
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _published();
        }
    }

    private bool WaitForWork(out bool restart)
    {
        lock (_gate)
        {
            while (!_stop.IsCancellationRequested && !_restart && !MayStep())
            {
                Monitor.Wait(_gate);
            }

            restart = _restart;
            _restart = false;
            _frameDrawn = false;
            _stepsAsked = Math.Max(0, _stepsAsked - 1);
            return !_stop.IsCancellationRequested;
        }
    }

    private bool MayStep() => _stepper.Epoch < _stepper.Epochs && (_stepsAsked > 0 || (!_paused && (!_paced || _frameDrawn)));

    private void Publish(double epochMilliseconds)
    {
        PositionSlot slot = _stream.BeginWrite(_stop.Token);
        _stepper.WritePositions(slot.Memory.Positions);
        _stream.Publish(_stepper.Epoch);
        lock (_gate)
        {
            // A running mean over about ten epochs reads calmly and still follows a change.
            double mean = _status.EpochMilliseconds <= 0 ? epochMilliseconds : (0.9 * _status.EpochMilliseconds) + (0.1 * epochMilliseconds);
            _status = new LayoutStatus(_stepper.Epoch, _stepper.Epochs, StateAt(_stepper.Epoch), mean);
        }

        _published();
    }
}
