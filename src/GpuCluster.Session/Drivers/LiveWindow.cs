using GpuCluster.Core.Errors;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Rendering;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Live;
using GpuCluster.Windowing;

namespace GpuCluster.Session.Drivers;

/// <summary>
/// A window on a layout. It opens at once, shows the stages while data is read and neighbours are searched, then the cloud from its initial
/// layout on.
/// </summary>
/// <remarks>
/// How it works. The thread that opened the window receives input and draws; nothing else touches the window or the renderer. It sleeps in
/// the window's event wait and is woken by input, by a published epoch, or when the next frame is due. A frame is drawn only where the
/// picture would differ, and at most as often as <see cref="FrameDue"/> says, so an idle and finished scene costs no processor time.
/// Until the cloud is there, a scene of one point that has no place yet stands in for it: no slot holds nothing.
/// </remarks>
public sealed class LiveWindow : IDisposable
{
    /// <summary>How long the loop sleeps where nothing changes; every change wakes it.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    /// <summary>A little longer than the overlay keeps back figures that change too fast to be read.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(300);

    /// <summary>While loading, the bar moves without events.</summary>
    private static readonly TimeSpan LoadingSleep = TimeSpan.FromMilliseconds(100);

    private readonly LiveSettings _settings;
    private readonly SessionContext _context;
    private readonly IWindow _window;
    private readonly LiveSession _session;
    private readonly LoadingProgress _loading;
    private readonly FrameClock _clock = new();
    private readonly FrameDue _due = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop;
    private double _firstPictureMs = double.NaN;

    /// <summary>Makes the device for a window and gets ready to draw.</summary>
    /// <param name="window">Opened by this thread; not disposed.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="context">Messages, times, and when to stop.</param>
    public LiveWindow(IWindow window, LiveSettings settings, SessionContext context)
    {
        _window = window;
        _settings = settings;
        _context = context;
        _session = new LiveSession(window, settings, context, window.WakeUp) { Copy = window.CopyText };
        _loading = new LoadingProgress(context.Progress, window.WakeUp, _session.OfferLoaded, TimeProvider.System);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        (int width, int height) = window.FramebufferSize;
        Scene.Resize(width, height);
        Scene.Handle(InputEvent.ContentScaled(window.ContentScale));
    }

    private SceneState Scene => _session.Scene;

    /// <summary>Prepares the layout on another thread and runs until the user closes the window.</summary>
    /// <param name="prepare">Everything up to the first epoch; its result is owned by the window.</param>
    public LiveResult Run(Func<IRunProgress, CancellationToken, PreparedLayout> prepare)
    {
        using CancellationTokenRegistration interrupted = _context.Cancellation.Register(_window.WakeUp);
        Task<PreparedLayout> preparing = Task.Run(() => prepare(_loading, _stop.Token));
        _ = preparing.ContinueWith(_ => _window.WakeUp(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _context.Rescue?.Begin(_session.KeepLast, _window.WakeUp);
        try
        {
            while (!_session.HasQuit && !IsFinishedAndDone())
            {
                _context.Cancellation.ThrowIfCancellationRequested();
                ReceiveInput();
                _context.Rescue?.KeepIfAsked();
                if (_session.Cloud is null && preparing.IsCompleted)
                    Show(preparing.GetAwaiter().GetResult());

                FollowAndDraw();
            }

            _session.Finish();
            _context.Rescue?.End();
        }
        catch (Exception exception)
        {
            // A signal is a wish of the user, who may have nothing to lose.
            _context.Rescue?.Keep(always: exception is not OperationCanceledException);
            throw;
        }
        finally
        {
            StopPreparing(preparing);
        }

        (double median, double min) = _clock.RunFramesPerSecond();
        LayoutThread? layout = _session.Cloud?.Layout;
        return new LiveResult(_firstPictureMs, median, min, layout?.Status.Epoch ?? 0, layout?.EpochsRun ?? 0, _context.SecondsSinceStart);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _stop.Dispose();
    }

    private void Show(PreparedLayout prepared)
    {
        LayoutPipeline.BeginOptimize(prepared.Stepper, _context.Progress);
        _session.Show(prepared);
    }

    // A window that closes early does not wait for the neighbours of a million samples: the token stops them.
    private void StopPreparing(Task<PreparedLayout> preparing)
    {
        if (_session.Cloud is not null)
            return;

        _stop.Cancel();
        try
        {
            preparing.GetAwaiter().GetResult().Dispose();
        }
        catch (Exception exception) when (exception is OperationCanceledException || _session.HasQuit)
        {
            // Closed by the user: what the unfinished stages would have said no longer matters.
        }
    }

    private void ReceiveInput()
    {
        _window.WaitEvents(Sleep());
        while (_window.TryNextEvent(out InputEvent input))
        {
            _due.Touched();
            _session.Handle(input);
        }

        _session.HandleRequests();
        _window.IsCursorCaptured = Scene.WantsCursor;
    }

    private void FollowAndDraw()
    {
        try
        {
            _session.Follow();
            DrawWhenDue();
        }
        catch (MachineFaultException fault)
        {
            if (!_session.TryGoOn(fault))
                throw;
        }
    }

    private TimeSpan Sleep()
    {
        if (!Scene.IsHidden && _session.Differs)
            return _due.Left(_session.YieldsToLayout);

        _clock.Slept();
        if (_session.Cloud is null)
            return LoadingSleep;

        // A program may wait for what wakes nothing, such as the end of its own patience.
        if (_session.IsAwaited)
            return LoadingSleep;

        // Running figures are drawn a few times a second: the last ones follow the last frame by as much.
        bool settles = _due.SinceLast < SettlingTime;
        return settles ? SettlingTime
            : _session.HasMessage ? ShownMessage.Duration
            : LongestSleep;
    }

    private void DrawWhenDue()
    {
        _session.UpdatePanels(_clock.RecentFramesPerSecond, _loading.Stage);
        if (Scene.IsHidden || !_session.Differs || _due.Left(_session.YieldsToLayout) > TimeSpan.Zero)
        {
            _session.Rest();
            return;
        }

        TimeSpan sinceLast = _due.SinceLast;
        _due.Begins();
        (FrameResult result, _) = _session.Draw(sinceLast.TotalSeconds);
        if (result.IsDrawn)
        {
            Drawn(result);
            _session.FrameDrawn();
        }
    }

    private void Drawn(FrameResult result)
    {
        if (_session.Cloud is { } cloud)
        {
            LayoutStatus status = cloud.Layout.Status;
            _clock.Presented(status.State == LayoutState.Running && result.Epoch > 0);
            cloud.Layout.FrameDrawn();
            _context.Progress.Report(status.Epochs > 0 ? (double)status.Epoch / status.Epochs : 1);
            if (double.IsNaN(_firstPictureMs) && result.Epoch >= 0)
            {
                // The first picture counts when it is finished, not when it is asked for.
                _session.Graphics.Device.TimelineSemaphore.Wait(result.FrameValue, _context.Cancellation);
                _firstPictureMs = _context.SecondsSinceStart * 1000;
            }
        }
    }

    private bool IsFinishedAndDone() =>
        _settings.ClosesWhenFinished
        && _session.Cloud is { } cloud
        && cloud.Layout.Status.State == LayoutState.Finished
        && !cloud.Stream.HasNewer
        && !double.IsNaN(_firstPictureMs);
}
