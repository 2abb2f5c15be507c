using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Layouts;

/// <summary>
/// Runs a layout on a thread of its own, epoch by epoch: publishes each into the position stream, records it, and does in between what the
/// user asks of it.
/// </summary>
/// <remarks>
/// How it works. What is asked waits in a queue and is done in order, all of it before the next epoch; the stepper is touched by this
/// thread alone. The thread sleeps on one condition and wakes to stop, for what is asked, or because the layout runs and a frame has been
/// drawn since the last epoch (unpaced: always). So people see every epoch, a change is seen within one epoch, also of a paused layout, and
/// a paused or finished layout costs nothing. While an earlier epoch is shown the layout holds still, which leaves the processor to the
/// scrubbing and the timeline as it is; what is asked of it meanwhile is done and seen on the return.
/// <para>
/// Positions reach the stream by way of <see cref="PositionPublisher"/>, which says who writes when. An epoch's number on the timeline
/// counts on where the layout goes on from where it is or gets another graph; only a restart begins at 0.
/// </para>
/// What is impossible is refused with a reason, <see cref="TryNextRefusal"/>; any other failure ends the thread and is thrown to the caller
/// of <see cref="ThrowIfFailed"/>.
/// </remarks>
public sealed class LayoutThread : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Request> _requests = new();
    private readonly LayoutRefusals _refusals;
    private readonly PositionPublisher _publisher;
    private readonly TimelineModel _timeline;
    private readonly MetricsMeter? _figures;
    private readonly Action _wake;
    private readonly bool _paced;
    private readonly Func<LayoutCapture, IUmapStepper>? _onHost;
    private readonly Thread _thread;
    private ILayoutStepper _stepper;
    private ILayoutStepper? _owned;
    private int[] _pins = [];
    private int _epochsBefore;
    private double _epochMilliseconds;
    private int _epochsRun;
    private bool _isChanged;
    private int _steersWaiting;
    private bool _stops;
    private bool _paused;
    private bool _showsPast;
    private bool _frameDrawn;
    private LayoutStatus _status;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Publishes the initial positions and begins.</summary>
    /// <param name="stepper">Used by this thread alone from now on; disposed only where another replaces it.</param>
    /// <param name="stream">Written by this object alone.</param>
    /// <param name="timeline">Receives epochs and figures.</param>
    /// <param name="figures">Measures the epochs, or null; not disposed.</param>
    /// <param name="paced">At most one epoch per <see cref="FrameDrawn"/>.</param>
    /// <param name="published">Receives the positions that were published, in order, on one thread at a time; to be held if they are
    /// kept.</param>
    /// <param name="wake">Called on any thread when there is something to draw or to say, to wake a sleeping window.</param>
    /// <param name="epochsBefore">Epochs on the timeline before the stepper's schedule, of a scene that is opened again.</param>
    /// <param name="onHost">Makes a stepper on the processor that goes on from what was published last, where one on a device fails; null:
    /// the failure ends the thread.</param>
    public LayoutThread(
        ILayoutStepper stepper,
        PositionStream stream,
        TimelineModel timeline,
        MetricsMeter? figures,
        bool paced,
        Action<SharedPositions> published,
        Action wake,
        int epochsBefore = 0,
        Func<LayoutCapture, IUmapStepper>? onHost = null
    )
    {
        _stepper = stepper;
        _epochsBefore = epochsBefore;
        _timeline = timeline;
        _figures = figures;
        _paced = paced;
        _onHost = onHost;
        _wake = wake;
        _refusals = new LayoutRefusals(wake);
        UpdateStatus();
        _publisher = new PositionPublisher(
            stream,
            timeline.History,
            positions =>
            {
                published(positions);
                wake();
            },
            Fail
        );
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

    /// <summary>Epochs that this thread has run, those before a restart or an undo included.</summary>
    public int EpochsRun => Volatile.Read(ref _epochsRun);

    /// <summary>Whether the layout goes on on the processor, as its device has failed.</summary>
    public bool HasMovedToHost { get; private set; }

    private bool ShowsPast
    {
        get
        {
            lock (_gate)
            {
                return _showsPast;
            }
        }
    }

    private bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _stops;
            }
        }
    }

    /// <summary>A frame was drawn: a paced layout may run its next epoch.</summary>
    public void FrameDrawn() => Change(() => _frameDrawn = true);

    /// <summary>Pauses, or goes on.</summary>
    public void TogglePause() => Change(() => _paused = !_paused);

    /// <summary>Pauses and runs one epoch.</summary>
    public void StepOnce() =>
        Change(() =>
        {
            _paused = true;
            _requests.Enqueue(new Request(Step, IsStep: true));
        });

    /// <summary>
    /// Goes back to the initial layout and runs, with the present options. Forgets what was recorded, and shows the live layout.
    /// </summary>
    /// <param name="kept">Receives what <see cref="GoBack"/> returns to; null: nothing is kept.</param>
    public void Restart(KeptLayout? kept = null) =>
        Change(() =>
        {
            bool wasPaused = _paused;
            _paused = false;
            ForgetSteps();
            _requests.Enqueue(new Request(() => StartAgain(kept, wasPaused)));
        });

    /// <summary>Goes back to what was kept of a layout before it started again or went on, with what was recorded; shows it live.</summary>
    public void GoBack(KeptLayout kept) =>
        Change(() =>
        {
            ForgetSteps();
            _requests.Enqueue(new Request(() => Return(kept)));
        });

    /// <summary>
    /// Runs on with other values; see <see cref="IUmapStepper.Steer"/>. The number of neighbours is the graph's, which
    /// <see cref="Replace"/> changes, and is left as it is.
    /// </summary>
    public void Steer(UmapOptions options) =>
        Change(() =>
        {
            // What is possible shows at once, or a panel that follows the status would jump back until the epoch has ended.
            if (
                _status.Options is { } present
                && UmapLimits.FaultOfChange(present, options with { Neighbours = present.Neighbours }) is null
            )
            {
                _status = _status with { Options = options with { Neighbours = present.Neighbours } };
            }

            EnqueueSteer<IUmapStepper>(stepper => stepper.Steer(options with { Neighbours = stepper.Options.Neighbours }));
        });

    /// <summary>The same of a layout by t-SNE; see <see cref="ITsneStepper.Steer"/>.</summary>
    public void Steer(TsneOptions options) =>
        Change(() =>
        {
            if (_status.Tsne is { } present && TsneLimits.FaultOfChange(present, options) is null)
                _status = _status with { Tsne = options };

            EnqueueSteer<ITsneStepper>(stepper => stepper.Steer(options));
        });

    /// <summary>Goes on for so many epochs from where it is.</summary>
    /// <param name="epochs">1 or more.</param>
    /// <param name="kept">Receives what <see cref="GoBack"/> returns to; null: nothing is kept.</param>
    public void Continue(int epochs, KeptLayout? kept = null) =>
        Change(() =>
        {
            bool wasPaused = _paused;
            _paused = false;
            _requests.Enqueue(
                new Request(() =>
                    _refusals.Try<IContinuingStepper>(
                        _stepper,
                        stepper =>
                        {
                            int before = stepper.Epoch;
                            LayoutReturn former = LayoutReturn.FromGoingOn(stepper, _epochsBefore, wasPaused, _timeline);
                            stepper.Continue(epochs);
                            kept?.State = former;
                            _epochsBefore += before;
                            UpdateStatus();
                        }
                    )
                )
            );
        });

    /// <summary>Puts points elsewhere; refused while an earlier epoch is shown, as the move would not be visible.</summary>
    public void Move(int[] points, Vector3[] positions) =>
        Ask(stepper =>
        {
            if (ShowsPast)
            {
                _refusals.Add("an earlier epoch is shown: return to the live layout to move points");
                return;
            }

            stepper.Move(points, positions);
            _isChanged = true;
        });

    /// <summary>Holds these points, and no others, where they are.</summary>
    public void Pin(int[] points) =>
        Ask(stepper =>
        {
            stepper.Pin(points);
            _pins = points;
        });

    /// <summary>
    /// Goes on with another stepper of the same points, for example of a graph with more neighbours: with its neighbours and its schedule,
    /// but from the present positions and with the present pins and other options. A restart brings it to its own initial layout.
    /// </summary>
    /// <param name="create">Makes it; called on the layout thread, as a device serves one thread at a time. It is owned by this object, and
    /// the one before is disposed.</param>
    public void Replace(Func<IUmapStepper> create) => Ask(present => Swap(present, create));

    /// <summary>The layout between two epochs. Waits for the epoch that runs.</summary>
    public LayoutCapture Capture()
    {
        TaskCompletionSource<LayoutCapture> captured = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Change(() =>
            _requests.Enqueue(
                new Request(() =>
                    captured.SetResult(
                        new LayoutCapture(
                            _stepper.Read(),
                            _epochsBefore,
                            _stepper is IUmapStepper stepper
                                ? new SteerableCapture(stepper, stepper.Options, stepper.Epoch, stepper.Epochs, _pins)
                                : null
                        )
                    )
                )
            )
        );
        while (!captured.Task.Wait(TimeSpan.FromMilliseconds(100)))
        {
            // A layout that has failed answers nothing any more.
            ThrowIfFailed();
        }

        return captured.Task.Result;
    }

    /// <summary>
    /// The layout as it was published last, also of a thread that has failed or waits for a device that is lost: for a session that ends.
    /// </summary>
    /// <returns>Null where it is not to be had.</returns>
    public LayoutCapture? CaptureLast()
    {
        if (_publisher.HoldLive(TimeSpan.FromMilliseconds(300)) is not { } live)
            return null;
        ILayoutStepper stepper = _stepper;
        LayoutStatus status = Status;
        int before = _epochsBefore,
            epochs = status.Epochs - before;
        LayoutCapture captured = new(
            Layout.FromPositions(live.Values, stepper.Dims),
            before,
            stepper is IUmapStepper umap
                ? new SteerableCapture(umap, status.Options ?? umap.Options, Math.Clamp(live.Epoch - before, 0, epochs), epochs, _pins)
                : null
        );
        live.Release();
        return captured;
    }

    /// <summary>
    /// Shows an earlier epoch, a fraction too, while the layout holds still; null, or any where nothing is recorded, returns to the live
    /// layout.
    /// </summary>
    public void Show(double? epoch)
    {
        double? shown = _timeline.History.Range is null ? null : epoch;
        _publisher.Show(shown);
        Change(() => _showsPast = shown is not null);
    }

    /// <summary>The device that draws is lost: nothing is written to its slots from now on. The layout goes on.</summary>
    public void LeaveStream() => _publisher.LeaveStream();

    /// <summary>Another device draws: what is to be seen is written to its slots, now and from now on.</summary>
    /// <param name="stream">Written by this object alone.</param>
    public void EnterStream(PositionStream stream) => _publisher.EnterStream(stream);

    /// <summary>Takes the next message about something that was refused.</summary>
    public bool TryNextRefusal([NotNullWhen(true)] out string? message) => _refusals.TryNext(out message);

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
        Change(() => _stops = true);
        _publisher.Stop();
        _thread.Join();
        _publisher.Dispose();
        _owned?.Dispose();
    }

    private void Ask(Action<IUmapStepper> act) => Change(() => _requests.Enqueue(new Request(() => _refusals.Try(_stepper, act))));

    private void EnqueueSteer<TStepper>(Action<TStepper> steer)
        where TStepper : class, ILayoutStepper
    {
        _steersWaiting++;
        _requests.Enqueue(
            new Request(() =>
            {
                lock (_gate)
                {
                    _steersWaiting--;
                }

                _refusals.Try(_stepper, steer);
            })
        );
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _status = _status with { State = StateOf(_status.Epoch, _status.Epochs) };
            Monitor.PulseAll(_gate);
        }
    }

    private LayoutState StateOf(int epoch, int epochs) =>
        epoch >= epochs ? LayoutState.Finished
        : _paused || _showsPast ? LayoutState.Paused
        : LayoutState.Running;

    private void Run()
    {
        try
        {
            Publish();
            while (WaitForWork(out Request[] asked))
            {
                foreach (Request request in asked)
                {
                    request.Run();
                    UpdateStatus();
                }

                if (asked.Length == 0)
                    Step();
                else if (_isChanged)
                    Publish();
            }
        }
        catch (OperationCanceledException) when (IsStopping)
        {
            // Disposal interrupts the wait for a slot.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>Sleeps until something is to be done: what was asked, or nothing but the next epoch.</summary>
    private bool WaitForWork(out Request[] asked)
    {
        lock (_gate)
        {
            while (!_stops && _requests.Count == 0 && !MayStep())
                Monitor.Wait(_gate);

            asked = [.. _requests];
            _requests.Clear();

            // A frame that was drawn is used up by an epoch alone: what was asked does not cost the layout its turn.
            _frameDrawn &= asked.Length > 0;
            return !_stops;
        }
    }

    private bool MayStep() => _status.Epoch < _status.Epochs && !_paused && !_showsPast && (!_paced || _frameDrawn);

    private void Step()
    {
        if (_stepper.Epoch >= _stepper.Epochs)
            return;

        try
        {
            RunEpoch();
        }
        catch (Exception fault) when (!HasMovedToHost && _onHost is not null && _stepper is IUmapStepper && !IsStopping)
        {
            MoveToHost(fault);
        }
    }

    private void RunEpoch()
    {
        long began = Stopwatch.GetTimestamp();
        _stepper.Step();
        Volatile.Write(ref _epochsRun, _epochsRun + 1);
        // A device has only queued the epoch: the copy for the host, which follows, waits for it.
        SharedPositions positions = Publish();
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

        // A running mean over about ten epochs reads calmly and still follows a change.
        _epochMilliseconds = _epochMilliseconds <= 0 ? milliseconds : (0.9 * _epochMilliseconds) + (0.1 * milliseconds);
        _figures?.Measure(_epochsBefore + _stepper.Epoch, positions, _stepper);
    }

    // From the positions that were published last: what is on the device may be gone.
    private void MoveToHost(Exception fault)
    {
        if (CaptureLast() is not { Steerable: { } run } captured)
        {
            ExceptionDispatchInfo.Throw(fault);
            return;
        }

        ILayoutStepper failed = _stepper;
        IUmapStepper stepper = _onHost!(captured);
        stepper.Pin(run.Pins);
        HasMovedToHost = true;
        _stepper = _owned = stepper;
        _refusals.Add($"the device that computes the layout has failed ({fault.Message.TrimEnd('.')}); it goes on on the processor");
        TryDispose(failed);
        Publish();
    }

    // Freeing memory of a device that is lost may fail too.
    private static bool TryDispose(ILayoutStepper failed)
    {
        try
        {
            failed.Dispose();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private void ForgetSteps()
    {
        Request[] others = [.. _requests.Where(request => !request.IsStep)];
        _requests.Clear();
        foreach (Request other in others)
            _requests.Enqueue(other);
    }

    private void Return(KeptLayout kept)
    {
        if (kept.State is not LayoutReturn former)
            return;
        lock (_gate)
        {
            (_showsPast, _paused) = (false, former.IsPaused);
        }

        _publisher.ReturnToLive();
        former.Apply(_stepper, _timeline);
        _epochsBefore = former.EpochsBefore;
        _figures?.Restart();
        Publish();
    }

    private void StartAgain(KeptLayout? kept, bool wasPaused)
    {
        kept?.State = LayoutReturn.FromRestart(_stepper, _epochsBefore, wasPaused, _timeline);
        lock (_gate)
        {
            _showsPast = false;
        }

        _publisher.ReturnToLive();
        _stepper.Restart();
        _epochsBefore = 0;
        _figures?.Restart();
        _timeline.Restart();
        Publish();
    }

    private void Swap(IUmapStepper present, Func<IUmapStepper> create)
    {
        IUmapStepper stepper = create();
        try
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(stepper.Count, present.Count, nameof(create));
            stepper.Steer(present.Options with { Neighbours = stepper.Options.Neighbours, Epochs = stepper.Options.Epochs });
            Vector4[] positions = new Vector4[present.Count];
            present.WriteTo(new HostPositions(positions));
            stepper.Move([.. Enumerable.Range(0, positions.Length)], [.. positions.Select(at => at.AsVector3())]);
            stepper.Pin(_pins);
        }
        catch
        {
            stepper.Dispose();
            throw;
        }

        _epochsBefore += present.Epoch;
        present.Dispose();
        _stepper = _owned = stepper;
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        _wake();
    }

    private SharedPositions Publish()
    {
        _isChanged = false;
        SharedPositions positions = _publisher.PublishLive(_stepper, _epochsBefore + _stepper.Epoch);
        UpdateStatus();
        return positions;
    }

    private void UpdateStatus()
    {
        int epoch = _epochsBefore + _stepper.Epoch,
            epochs = _epochsBefore + _stepper.Epochs;
        UmapOptions? options = (_stepper as IUmapStepper)?.Options;
        TsneOptions? tsne = (_stepper as ITsneStepper)?.Options;
        lock (_gate)
        {
            UmapOptions? asked =
                _steersWaiting > 0 && _status.Options is { } waiting && options is not null
                    ? waiting with
                    {
                        Neighbours = options.Neighbours,
                    }
                    : options;
            _status = new LayoutStatus(
                epoch,
                epochs,
                StateOf(epoch, epochs),
                _epochMilliseconds,
                asked,
                _steersWaiting > 0 ? _status.Tsne ?? tsne : tsne
            );
        }
    }

    /// <summary>Something asked for.</summary>
    /// <param name="Run">Does it, on the layout thread.</param>
    /// <param name="IsStep">One epoch, which a restart makes pointless.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Request(Action Run, bool IsStep = false);
}
