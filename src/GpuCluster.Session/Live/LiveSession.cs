using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Scenes;
using GpuCluster.Panels;
using GpuCluster.Panels.Status;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Rendering;
using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Files;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Remote;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Session.Live;

/// <summary>
/// A session that a user works with: scene, panels, picking, requests, and the threads of the layout. The window drives it, and
/// `bench scene` does so without a window.
/// </summary>
/// <remarks>
/// One thread calls everything. Until <see cref="Show"/> a scene of one point that has no place yet stands in for the cloud: a slot
/// cannot be empty.
/// </remarks>
public sealed class LiveSession : IRemoteSession, IDisposable
{
    private readonly LiveSettings _settings;
    private readonly SessionContext _context;
    private readonly Action _wake;
    private readonly PanelDesk _desk;
    private readonly ISurfaceSource? _window;
    private readonly OutFolder _folder;
    private readonly RequestHandler _requests;
    private readonly RemoteInbox _inbox;
    private readonly RemoteSocket? _socket;
    private readonly ShownMessage _message;
    private readonly DeviceLosses _losses = new(TimeProvider.System);
    private readonly FirstHint _hint;
    private readonly SceneState _emptyScene = new(new SampleFacts(Count: 1));
    private SceneSession _session;
    private ScreenCapture? _capture;
    private HoverPicker _picker;
    private ulong _drawnDesk;
    private bool _isOnNewDevice;
    private LoadingStage _loading;
    private bool _hasDevice = true;

    /// <summary>Makes the device and gets ready to draw.</summary>
    /// <param name="window">What is drawn in; null draws into memory. Outlives this.</param>
    /// <param name="settings">How the session behaves.</param>
    /// <param name="context">Messages, and when to stop.</param>
    /// <param name="wake">Wakes the thread that drives this; called from other threads.</param>
    public LiveSession(ISurfaceSource? window, LiveSettings settings, SessionContext context, Action wake)
    {
        (_settings, _context, _wake, _window) = (settings, context, wake, window);
        _inbox = new RemoteInbox(this, wake);

        // Before the device, as a path may be refused, and that takes no time.
        RemotePlace? place = settings.Listen is { } path ? RemotePlace.Take(path) : null;
        _desk = new PanelDesk(_emptyScene, wake, context.Progress.Warn, words: context.Words);
        try
        {
            _session = OpenDevice();
        }
        catch
        {
            _desk.Dispose();
            place?.Dispose();
            throw;
        }

        _emptyScene.Cameras.ShowsAxes = false;
        _message = new ShownMessage(context.Say, TimeProvider.System);
        _hint = new FirstHint(settings.ShowsHint);
        _folder = new OutFolder(settings.OutDir);
        _capture = CaptureOf(_session);
        _picker = new HoverPicker(_session.Graphics.Renderer);
        _requests = new RequestHandler(_desk, new SceneSaver(_folder), _message.Show) { Capture = _capture };
        if (place is not null)
        {
            try
            {
                _socket = new RemoteSocket(place, _inbox);
            }
            catch
            {
                place.Dispose();
                Dispose();
                throw;
            }

            context.Say($"listening at {place.Path}");
        }
    }

    /// <summary>What is shown now.</summary>
    public SceneState Scene => Cloud?.Scene ?? _emptyScene;

    /// <summary>The cloud and its threads; null before <see cref="Show"/>.</summary>
    public LiveCloud? Cloud { get; private set; }

    /// <summary>The device that draws.</summary>
    public GraphicsDevice Graphics => _session.Graphics;

    /// <summary>Gives a text to the clipboard; null where there is none.</summary>
    public Action<string>? Copy
    {
        set => _requests.Copy = value;
    }

    /// <summary>True once the user has asked to leave.</summary>
    public bool HasQuit => _requests.HasQuit;

    /// <summary>Whether another program waits for an answer.</summary>
    public bool IsAwaited => _inbox.IsWaiting;

    /// <inheritdoc/>
    bool IRemoteSession.HasCloud => Cloud is not null;

    /// <inheritdoc/>
    OverlayStatus IRemoteSession.Status => Status(0, _loading);

    /// <summary>Whether a message stands over the picture.</summary>
    public bool HasMessage => _message.Text.Length > 0;

    /// <summary>Pictures that the panels have received so far, and whether all that they show have come.</summary>
    public (long Arrived, bool AreAll) PanelPictures => (_desk.ArrivedPictures, _desk.IsComplete);

    /// <summary>Whether the next picture would differ from the last.</summary>
    public bool Differs =>
        _isOnNewDevice
        || Scene.NeedsFrame
        || _capture is { WantsFrame: true }
        || _desk.Version != _drawnDesk
        || (Cloud is { } cloud && (cloud.Stream.HasNewer || cloud.Pictures is { HasPending: true }));

    /// <summary>
    /// Whether frames that only show the layout's progress are to come less often: it runs unpaced, the processor draws, and the user does
    /// not move the camera.
    /// </summary>
    public bool YieldsToLayout =>
        !_settings.Paced
        && Graphics.Device.Physical.Identity.Kind == DeviceKind.Host
        && Cloud?.Layout.Status.State == LayoutState.Running
        && !Scene.Cameras.IsMovedByUser;

    /// <summary>Shows a layout and starts its threads.</summary>
    /// <param name="prepared">Owned from then on where this succeeds.</param>
    public void Show(PreparedLayout prepared)
    {
        LiveCloud cloud = new(prepared, _session.Graphics.Device, _settings, _context.Word, _wake);
        _session.Show(cloud.Shown, cloud);
        Cloud = cloud;
        cloud.Scene.TakeOver(_emptyScene);
        _desk.Show(cloud.Scene);
        if (_settings.IsRescued)
            cloud.Scene.Actions.MarkUnsaved();
        if (_settings.Notice.Length > 0)
            _message.Show(_settings.Notice);
    }

    /// <summary>Keeps the scene in the user's cache, for a session that ends before it is saved.</summary>
    /// <param name="always">False: only where something is not saved.</param>
    /// <returns>The file; null where there is no cloud yet or nothing to keep.</returns>
    public string? KeepLast(bool always)
    {
        if (Cloud is not { } cloud || !(always || Scene.Actions.HasUnsaved) || RescuedScenes.NewPath(_settings.DataPath) is not { } path)
            return null;
        cloud.KeepLast(path);
        return path;
    }

    /// <summary>Takes an input event. Panels lie over the scene: what they use does not reach it.</summary>
    public void Handle(in InputEvent input)
    {
        _hint.Handle(input);
        if (!_desk.Handle(input))
            Scene.Handle(input);
        else if (input.Kind == InputKind.CursorMoved)
            Scene.Mouse.Leave();
    }

    /// <summary>Does what other programs and the scene have asked for.</summary>
    public void HandleRequests()
    {
        _inbox.Handle();
        while (Scene.TryNextRequest(out SceneRequest? request))
            _requests.Handle(Cloud, request);
    }

    /// <summary>Takes over what the threads have done.</summary>
    /// <exception cref="Exception">What the layout's thread threw.</exception>
    public void Follow()
    {
        if (Cloud is not { } cloud)
            return;

        cloud.Layout.ThrowIfFailed();
        while (cloud.TryNextMessage(out string? message))
            _message.Show(message);

        cloud.Follow();
    }

    /// <summary>Brings the panels up to date.</summary>
    /// <param name="framesPerSecond">The rate that they show.</param>
    /// <param name="loading">The stage that they show before there is a cloud.</param>
    public void UpdatePanels(double framesPerSecond, LoadingStage loading = default)
    {
        _loading = loading;
        _desk.Update(Status(framesPerSecond, loading));
    }

    /// <summary>Offers an image that was decoded while the data is read; the panels show the first ones. Any thread.</summary>
    public void OfferLoaded(DecodedImage image) => _desk.Loading.Offer(image);

    /// <summary>Answers the mouse while no frame is due.</summary>
    public void Rest() => _picker.PictureRests(Scene.Mouse);

    /// <summary>Draws the next frame.</summary>
    /// <param name="seconds">Since the last.</param>
    /// <param name="waitsForPictures">Whether thumbnails that the frame shows are loaded first.</param>
    public (FrameResult Result, SceneFrame Frame) Draw(double seconds, bool waitsForPictures = false)
    {
        ulong desk = _desk.Version;
        _picker.FrameBegins(Scene.Mouse);
        SceneFrame frame = Scene.Advance(seconds);
        _capture?.FrameBegins();
        FrameResult result = _session.Draw(frame, waitsForPictures, _context.Cancellation);
        if (result.IsDrawn)
            (_drawnDesk, _isOnNewDevice) = (desk, false);

        return (result, frame);
    }

    /// <summary>After a frame that was drawn: takes its picture where one is wanted, and asks what is under the mouse.</summary>
    public void FrameDrawn()
    {
        _capture?.FrameDrawn(_context.Cancellation);
        _picker.FrameDrawn(Scene.Mouse);
    }

    /// <summary>
    /// After a call that found the device lost: goes on with the next one, or with the same one opened again. Positions, selection, camera,
    /// history and everything else of the scene stay as they are.
    /// </summary>
    /// <param name="fault">What the call threw.</param>
    /// <returns>False where it was something else, or has happened too often: then the session is to end.</returns>
    /// <exception cref="Core.Errors.MachineFaultException">There is no other device; the session is to end.</exception>
    public bool TryGoOn(MachineFaultException fault)
    {
        if (!fault.IsDeviceLost || !_losses.TryGoOn(Graphics.Device.Physical.Identity))
            return false;
        string lost = Graphics.Name;
        _capture?.Finish();
        _capture?.Dispose();
        Cloud?.LeaveDevice();
        _session.Leave();
        _session.Dispose();
        _hasDevice = false;
        _session = OpenDevice();
        _hasDevice = true;
        _requests.Capture = _capture = CaptureOf(_session);
        _picker = new HoverPicker(_session.Graphics.Renderer);
        if (Cloud is { } cloud)
        {
            cloud.EnterDevice(_session.Graphics.Device);
            _session.Show(cloud.Shown, cloud);
        }

        _isOnNewDevice = true;
        _message.Show($"the graphics device was lost ({lost}); {Graphics.Name} draws now");
        return true;
    }

    /// <summary>Keeps a film that is still being made.</summary>
    public void Finish() => _capture?.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _capture?.Dispose();
        _folder.Dispose();

        // The desk shows thumbnails that the cloud reads.
        _desk.Dispose();
        if (_hasDevice)
            _session.Dispose();
        else
            Cloud?.Dispose();
    }

    private SceneSession OpenDevice() =>
        _window is null
            ? SceneSession.Offscreen(_settings.Picture, _desk, _context.Graphics, _losses.LeftOut)
            : SceneSession.InWindow(_window, _desk, _context.Graphics, _losses.LeftOut);

    private ScreenCapture? CaptureOf(SceneSession session) =>
        session.Window is { } target ? new ScreenCapture(target, _folder, _settings.Picture.ShowsOverlay, _message.Show) : null;

    private OverlayStatus Status(double framesPerSecond, LoadingStage loading)
    {
        string draws = _session.Graphics.Name;
        OverlayStatus common = new()
        {
            Name = _settings.Name,
            Message = HasMessage || Cloud is null ? _message.Text : _hint.Text,
            ShowsHelp = Scene.ShowsHelp,
            Scale = Scene.ContentScale,
            Device = draws,
        };
        if (Cloud is not { } cloud)
        {
            return common with
            {
                State = RunState.Loading,
                Stage = loading.Name,
                StageShape = loading.Shape,
                StageFraction = loading.Fraction,
                StageItems = loading.Items,
                ItemsPerSecond = loading.ItemsPerSecond,
            };
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
            Name = cloud.Name,
            Features = cloud.Features,
            Count = cloud.Count,
            Epoch = layout.Epoch,
            Epochs = layout.Epochs,
            MillisecondsPerEpoch = layout.EpochMilliseconds,
            FramesPerSecond = framesPerSecond,
            Method = cloud.Method,
            Device = cloud.Describe(draws),
            Legend = cloud.Scene.Colours.Legend,
        };
    }
}
