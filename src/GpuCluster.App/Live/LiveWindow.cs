using System.Diagnostics;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Graphics;
using GpuCluster.App.Output;
using GpuCluster.App.Pipeline;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using GpuCluster.Panels;
using GpuCluster.Rendering;
using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Vulkan;
using GpuCluster.Windowing;

namespace GpuCluster.App.Live;

/// <summary>A window on a layout. It opens at once, shows the stages while data is read and neighbours are searched, then the cloud from its initial layout on.</summary>
/// <remarks>
/// How it works. The thread that opened the window hears input and draws; nothing else touches the window or the renderer. It sleeps in the window's event wait and is
/// woken by input, by a published epoch, or when the next frame is due. A frame is drawn only where the picture would differ, and at most <see cref="FramesPerSecond"/>
/// times a second, so an idle and finished scene costs no processor time. Until the cloud is there, a scene of one point that has no place yet
/// stands in for it: no slot holds nothing.
/// </remarks>
internal sealed class LiveWindow : IDisposable
{
    /// <summary>Frames a second at most: smooth, and it leaves the processor to the layout.</summary>
    private const double FramesPerSecond = 60;

    /// <summary>How long the loop sleeps where nothing changes; every change wakes it.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    /// <summary>A little longer than the overlay keeps back figures that nobody could read.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(300);

    /// <summary>While loading, the bar moves without events.</summary>
    private static readonly TimeSpan LoadingSleep = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a message, such as where a picture was saved, stays on screen.</summary>
    private static readonly TimeSpan MessageTime = TimeSpan.FromSeconds(4);

    private readonly LiveSettings _settings;
    private readonly RunContext _context;
    private readonly IWindow _window;
    private readonly GraphicsDevice _graphics;
    private readonly SwapchainTarget _target;
    private readonly OverlayPanel _overlay;
    private readonly LoadingProgress _loading;
    private readonly PictureFolder _pictures;
    private readonly PositionStream _noPositions;
    private readonly SceneState _emptyScene = new(new SampleFacts(Count: 1));
    private readonly FrameClock _clock = new();
    private readonly CancellationTokenSource _stop;
    private LiveCloud? _cloud;
    private double _firstPictureMs = double.NaN;
    private long _lastFrame = Stopwatch.GetTimestamp();
    private string _message = "";
    private long _messageSince;
    private ulong _drawnOverlay;
    private bool _pictureWanted;
    private bool _quit;

    /// <summary>Makes the device for a window and gets ready to draw.</summary>
    /// <param name="window">Opened by this thread; not disposed.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="context">Messages, times, and when to stop.</param>
    public LiveWindow(IWindow window, LiveSettings settings, RunContext context)
    {
        _window = window;
        _settings = settings;
        _context = context;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        _graphics = GraphicsDevice.Create(window);
        _target = new SwapchainTarget(_graphics.Device, _graphics.Surface!);
        _overlay = new OverlayPanel(context.Progress.Warn);
        _loading = new LoadingProgress(context.Progress, window.WakeUp);
        _pictures = new PictureFolder(settings.OutDir);
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
            while (!_quit && !IsFinishedAndDone())
            {
                _context.Cancellation.ThrowIfCancellationRequested();
                HearInput();
                if (_cloud is null && preparing.IsCompleted)
                {
                    Show(preparing.GetAwaiter().GetResult());
                }

                _cloud?.Layout.ThrowIfFailed();
                DrawWhenDue();
            }
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
        _cloud?.Dispose();
        _noPositions.Dispose();
        _target.Dispose();
        _overlay.Dispose();
        _graphics.Dispose();
        _stop.Dispose();
    }

    private void Show(PreparedLayout prepared)
    {
        LayoutPipeline.BeginOptimize(prepared.Stepper, _context.Progress);
        (int width, int height) = (_emptyScene.Width, _emptyScene.Height);
        _cloud = new LiveCloud(prepared, _graphics.Device, _settings, _window.WakeUp);
        _cloud.Scene.Resize(width, height);
        _cloud.Scene.Handle(InputEvent.ContentScaled(_window.ContentScale));
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
        catch (Exception exception) when (exception is OperationCanceledException || _quit)
        {
            // Closed by the user: what the unfinished stages would have said no longer matters.
        }
    }

    private void HearInput()
    {
        _window.WaitEvents(Sleep());
        while (_window.TryNextEvent(out InputEvent input))
        {
            Scene.Handle(input);
        }

        while (Scene.TryNextRequest(out SceneRequest? request))
        {
            Obey(request);
        }

        _window.IsCursorCaptured = Scene.WantsCursor;
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
        return settles ? SettlingTime : _message.Length > 0 ? MessageTime : LongestSleep;
    }

    /// <summary>Whether the next picture would differ from the last.</summary>
    private bool Differs() => Scene.NeedsFrame || _pictureWanted || _overlay.Version != _drawnOverlay || (_cloud?.Stream.HasNewer ?? false);

    private void Obey(SceneRequest request)
    {
        switch (request)
        {
            case SceneRequest.Quit:
                _quit = true;
                break;
            case SceneRequest.Restart:
                _cloud?.Layout.Restart();
                break;
            case SceneRequest.TogglePause:
                _cloud?.Layout.TogglePause();
                break;
            case SceneRequest.StepOnce:
                _cloud?.Layout.StepOnce();
                break;
            case SceneRequest.SavePicture:
                _target.RequestPicture();
                _pictureWanted = true;
                break;
            default:
                break;
        }
    }

    private void DrawWhenDue()
    {
        _overlay.Update(Status());
        TimeSpan sinceLast = Stopwatch.GetElapsedTime(_lastFrame);
        if (Scene.IsHidden || !Differs() || sinceLast.TotalSeconds < 1 / FramesPerSecond)
        {
            return;
        }

        _lastFrame = Stopwatch.GetTimestamp();
        ulong overlay = _overlay.Version;
        SceneFrame frame = Scene.Advance(sinceLast.TotalSeconds);
        FrameResult result = _graphics.Renderer.Render(frame, _cloud?.Stream ?? _noPositions, _overlay, _target, _context.Cancellation);
        if (result.IsDrawn)
        {
            _drawnOverlay = overlay;
            Drawn(result);
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

        if (_pictureWanted && _target.ReadPicture(out int width, out int height, _context.Cancellation) is { } rgba)
        {
            _pictureWanted = false;
            Tell(Save(width, height, rgba));
        }
    }

    // A full disk is no reason to close the window.
    private string Save(int width, int height, byte[] rgba)
    {
        try
        {
            return $"saved {_pictures.Save(width, height, rgba)}";
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            return $"not saved: {exception.Message}";
        }
    }

    private void Tell(string message)
    {
        _message = message;
        _messageSince = Stopwatch.GetTimestamp();
        _context.Progress.Say(message);
    }

    private bool IsFinishedAndDone() =>
        _settings.ClosesWhenFinished && _cloud is { } cloud && cloud.Layout.Status.State == LayoutState.Finished && !cloud.Stream.HasNewer && !double.IsNaN(_firstPictureMs);

    private OverlayStatus Status()
    {
        if (_message.Length > 0 && Stopwatch.GetElapsedTime(_messageSince) >= MessageTime)
        {
            _message = "";
        }

        OverlayStatus common = new() { Message = _message, ShowsHelp = Scene.ShowsHelp, Scale = Scene.ContentScale, Device = _graphics.Name };
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
