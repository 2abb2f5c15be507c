using System.Diagnostics;
using GpuCluster.Core.Streaming;
using GpuCluster.Panels;
using GpuCluster.Panels.Status;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Files;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Live;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Windowing;

namespace GpuCluster.Session.Drivers;

/// <summary>A window on a layout. It opens at once, shows the stages while data is read and neighbours are searched, then the cloud from its initial layout on.</summary>
/// <remarks>
/// How it works. The thread that opened the window hears input and draws; nothing else touches the window or the renderer. It sleeps in the window's event wait and is
/// woken by input, by a published epoch, or when the next frame is due. A frame is drawn only where the picture would differ, and at most <see cref="FramesPerSecond"/>
/// times a second, so an idle and finished scene costs no processor time. Until the cloud is there, a scene of one point that has no place yet
/// stands in for it: no slot holds nothing.
/// </remarks>
public sealed class LiveWindow : IDisposable
{
    /// <summary>Frames a second at most: smooth, and it leaves the processor to the layout.</summary>
    private const double FramesPerSecond = 60;

    /// <summary>How long the loop sleeps where nothing changes; every change wakes it.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    /// <summary>A little longer than the overlay keeps back figures that nobody could read.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(300);

    /// <summary>While loading, the bar moves without events.</summary>
    private static readonly TimeSpan LoadingSleep = TimeSpan.FromMilliseconds(100);

    private readonly LiveSettings _settings;
    private readonly SessionContext _context;
    private readonly IWindow _window;
    private readonly GraphicsDevice _graphics;
    private readonly SwapchainTarget _target;
    private readonly PanelDesk _desk;
    private readonly LoadingProgress _loading;
    private readonly ShownMessage _message;
    private readonly ScreenCapture _capture;
    private readonly HoverPicker _picker;
    private readonly RequestHandler _requests;
    private readonly PositionStream _noPositions;
    private readonly SceneState _emptyScene = new(new SampleFacts(Count: 1));
    private readonly FrameClock _clock = new();
    private readonly CancellationTokenSource _stop;
    private LiveCloud? _cloud;
    private double _firstPictureMs = double.NaN;
    private long _lastFrame = Stopwatch.GetTimestamp();
    private ulong _drawnDesk;

    /// <summary>Makes the device for a window and gets ready to draw.</summary>
    /// <param name="window">Opened by this thread; not disposed.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="context">Messages, times, and when to stop.</param>
    public LiveWindow(IWindow window, LiveSettings settings, SessionContext context)
    {
        _window = window;
        _settings = settings;
        _context = context;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        _graphics = GraphicsDevice.Create(window);
        _target = new SwapchainTarget(_graphics.Device, _graphics.Surface!);
        _desk = new PanelDesk(_emptyScene, window.WakeUp, context.Progress.Warn);
        _loading = new LoadingProgress(context.Progress, window.WakeUp);
        _message = new ShownMessage(context.Say, TimeProvider.System);
        OutFolder folder = new(settings.OutDir);
        _capture = new ScreenCapture(_target, folder, _message.Tell);
        _picker = new HoverPicker(_graphics.Renderer);
        _requests = new RequestHandler(_desk, _capture, new SceneKeeper(folder), _message.Tell);
        _noPositions = new PositionStream(PositionSlots.Allocate(_graphics.Device, count: 1), _graphics.Device.Timeline);
        (int width, int height) = window.FramebufferSize;
        _emptyScene.Resize(width, height);
        _emptyScene.Handle(InputEvent.ContentScaled(window.ContentScale));
    }

    private SceneState Scene => _cloud?.Scene ?? _emptyScene;

    /// <summary>Prepares the layout on another thread and runs until the user closes the window.</summary>
    /// <param name="prepare">Everything up to the first epoch; its result is owned by the window.</param>
    public LiveResult Run(Func<IRunProgress, CancellationToken, PreparedLayout> prepare)
    {
        using CancellationTokenRegistration interrupted = _context.Cancellation.Register(_window.WakeUp);
        Task<PreparedLayout> preparing = Task.Run(() => prepare(_loading, _stop.Token));
        _ = preparing.ContinueWith(_ => _window.WakeUp(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (!_requests.HasQuit && !IsFinishedAndDone())
            {
                _context.Cancellation.ThrowIfCancellationRequested();
                HearInput();
                if (_cloud is null && preparing.IsCompleted)
                {
                    Show(preparing.GetAwaiter().GetResult());
                }

                _cloud?.Layout.ThrowIfFailed();
                while (_cloud is not null && _cloud.TryNextMessage(out string? message))
                {
                    _message.Tell(message);
                }

                _cloud?.Follow();
                DrawWhenDue();
            }

            _capture.Finish();
        }
        finally
        {
            StopPreparing(preparing);
        }

        (double median, double least) = _clock.RunFramesPerSecond();
        return new LiveResult(_firstPictureMs, median, least, _cloud?.Layout.Status.Epoch ?? 0, _context.SecondsSinceStart);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graphics.Device.WaitIdle();

        // The desk shows pictures that the cloud reads.
        _desk.Dispose();
        _graphics.Renderer.Pictures = null;
        _cloud?.Dispose();
        _noPositions.Dispose();
        _target.Dispose();
        _capture.Dispose();
        _graphics.Dispose();
        _stop.Dispose();
    }

    private void Show(PreparedLayout prepared)
    {
        LayoutPipeline.BeginOptimize(prepared.Stepper, _context.Progress);
        (int width, int height) = (_emptyScene.Width, _emptyScene.Height);
        _cloud = new LiveCloud(prepared, _graphics.Device, _settings, _context.Word, _window.WakeUp);
        _cloud.Scene.Resize(width, height);
        _cloud.Scene.Handle(InputEvent.ContentScaled(_window.ContentScale));
        _desk.Show(_cloud.Scene);
        _graphics.Renderer.Pictures = _cloud.Pictures;
    }

    // A window that closes early does not wait for the neighbours of a million samples: the token stops them.
    private void StopPreparing(Task<PreparedLayout> preparing)
    {
        if (_cloud is not null)
        {
            return;
        }

        _stop.Cancel();
        try
        {
            preparing.GetAwaiter().GetResult().Dispose();
        }
        catch (Exception exception) when (exception is OperationCanceledException || _requests.HasQuit)
        {
            // Closed by the user: what the unfinished stages would have said no longer matters.
        }
    }

    private void HearInput()
    {
        _window.WaitEvents(Sleep());
        while (_window.TryNextEvent(out InputEvent input))
        {
            Hear(input);
        }

        while (Scene.TryNextRequest(out SceneRequest? request))
        {
            _requests.Handle(_cloud, request);
        }

        _window.IsCursorCaptured = Scene.WantsCursor;
    }

    // Panels lie over the scene: what they use, it does not hear.
    private void Hear(in InputEvent input)
    {
        if (!_desk.Handle(input))
        {
            Scene.Handle(input);
        }
        else if (input.Kind == InputKind.CursorMoved)
        {
            Scene.Mouse.Leave();
        }
    }

    private TimeSpan Sleep()
    {
        if (!Scene.IsHidden && Differs())
        {
            TimeSpan due = TimeSpan.FromSeconds(1 / FramesPerSecond) - Stopwatch.GetElapsedTime(_lastFrame);
            return due > TimeSpan.Zero ? due : TimeSpan.Zero;
        }

        _clock.Slept();
        if (_cloud is null)
        {
            return LoadingSleep;
        }

        // Running figures are drawn a few times a second: the last ones follow the last frame by as much.
        bool settles = Stopwatch.GetElapsedTime(_lastFrame) < SettlingTime;
        return settles ? SettlingTime : _message.Text.Length > 0 ? ShownMessage.Duration : LongestSleep;
    }

    /// <summary>Whether the next picture would differ from the last.</summary>
    private bool Differs() => Scene.NeedsFrame || _capture.WantsFrame || _desk.Version != _drawnDesk || (_cloud is { } cloud && (cloud.Stream.HasNewer || cloud.Pictures is { HasPending: true }));

    private void DrawWhenDue()
    {
        _desk.Update(Status());
        TimeSpan sinceLast = Stopwatch.GetElapsedTime(_lastFrame);
        if (Scene.IsHidden || !Differs() || sinceLast.TotalSeconds < 1 / FramesPerSecond)
        {
            _picker.PictureRests(Scene.Mouse);
            return;
        }

        _lastFrame = Stopwatch.GetTimestamp();
        ulong desk = _desk.Version;
        _picker.FrameBegins(Scene.Mouse);
        SceneFrame frame = Scene.Advance(sinceLast.TotalSeconds);
        _capture.FrameBegins();
        FrameResult result = _graphics.Renderer.Render(frame, _cloud?.Stream ?? _noPositions, _desk, _target, _context.Cancellation);
        if (result.IsDrawn)
        {
            _drawnDesk = desk;
            Drawn(result);
            _picker.FrameDrawn(Scene.Mouse);
        }
    }

    private void Drawn(FrameResult result)
    {
        if (_cloud is { } cloud)
        {
            LayoutStatus status = cloud.Layout.Status;
            _clock.Presented(status.State == LayoutState.Running && result.Epoch > 0);
            cloud.Layout.FrameDrawn();
            _context.Progress.Report(status.Epochs > 0 ? (double)status.Epoch / status.Epochs : 1);
            if (double.IsNaN(_firstPictureMs) && result.Epoch >= 0)
            {
                // The first picture counts when it is finished, not when it is asked for.
                _graphics.Device.Timeline.Wait(result.FrameValue, _context.Cancellation);
                _firstPictureMs = _context.SecondsSinceStart * 1000;
            }
        }

        _capture.FrameDrawn(_context.Cancellation);
    }

    private bool IsFinishedAndDone() =>
        _settings.ClosesWhenFinished && _cloud is { } cloud && cloud.Layout.Status.State == LayoutState.Finished && !cloud.Stream.HasNewer && !double.IsNaN(_firstPictureMs);

    private OverlayStatus Status()
    {
        OverlayStatus common = new() { Message = _message.Text, ShowsHelp = Scene.ShowsHelp, Scale = Scene.ContentScale, Device = _graphics.Name };
        if (_cloud is not { } cloud)
        {
            LoadingStage stage = _loading.Stage;
            return common with { State = RunState.Loading, Stage = stage.Name, StageShape = stage.Shape, StageFraction = stage.Fraction };
        }

        LayoutStatus layout = cloud.Layout.Status;
        return common with
        {
            State = layout.State switch
            {
                LayoutState.Running => RunState.Running,
                LayoutState.Paused => RunState.Paused,
                _ => RunState.Finished,
            },
            Count = cloud.Count,
            Epoch = layout.Epoch,
            Epochs = layout.Epochs,
            MillisecondsPerEpoch = layout.EpochMilliseconds,
            FramesPerSecond = _clock.RecentFramesPerSecond,
            Method = cloud.Method,
            Device = cloud.Describe(_graphics.Name),
            Legend = cloud.Scene.Colours.Legend,
        };
    }
}
