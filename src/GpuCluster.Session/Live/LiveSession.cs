using GpuCluster.Core.Samples;
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
using GpuCluster.Session.Layouts;
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
public sealed class LiveSession : IDisposable
{
    private readonly LiveSettings _settings;
    private readonly SessionContext _context;
    private readonly Action _wake;
    private readonly PanelDesk _desk;
    private readonly SceneSession _session;
    private readonly OutFolder _folder;
    private readonly ScreenCapture? _capture;
    private readonly HoverPicker _picker;
    private readonly RequestHandler _requests;
    private readonly ShownMessage _message;
    private readonly FirstHint _hint;
    private readonly SceneState _emptyScene = new(new SampleFacts(Count: 1));
    private ulong _drawnDesk;

    /// <summary>Makes the device and gets ready to draw.</summary>
    /// <param name="window">What is drawn in; null draws into memory. Outlives this.</param>
    /// <param name="settings">How the session behaves.</param>
    /// <param name="context">Messages, and when to stop.</param>
    /// <param name="wake">Wakes the thread that drives this; called from other threads.</param>
    public LiveSession(ISurfaceSource? window, LiveSettings settings, SessionContext context, Action wake)
    {
        (_settings, _context, _wake) = (settings, context, wake);
        _desk = new PanelDesk(_emptyScene, wake, context.Progress.Warn);
        try
        {
            _session = window is null ? SceneSession.Offscreen(settings.Picture, _desk) : SceneSession.InWindow(window, _desk);
        }
        catch
        {
            _desk.Dispose();
            throw;
        }

        _emptyScene.Cameras.ShowsAxes = false;
        _message = new ShownMessage(context.Say, TimeProvider.System);
        _hint = new FirstHint(settings.ShowsHint);
        _folder = new OutFolder(settings.OutDir);
        _capture = _session.Window is { } target ? new ScreenCapture(target, _folder, settings.Picture.ShowsOverlay, _message.Show) : null;
        _picker = new HoverPicker(_session.Graphics.Renderer);
        _requests = new RequestHandler(_desk, _capture, new SceneSaver(_folder), _message.Show);
    }

    /// <summary>What is shown now.</summary>
    public SceneState Scene => Cloud?.Scene ?? _emptyScene;

    /// <summary>The cloud and its threads; null before <see cref="Show"/>.</summary>
    public LiveCloud? Cloud { get; private set; }

    /// <summary>The device that draws.</summary>
    public Graphics.GraphicsDevice Graphics => _session.Graphics;

    /// <summary>Gives a text to the clipboard; null where there is none.</summary>
    public Action<string>? Copy
    {
        set => _requests.Copy = value;
    }

    /// <summary>True once the user has asked to leave.</summary>
    public bool HasQuit => _requests.HasQuit;

    /// <summary>Whether a message stands over the picture.</summary>
    public bool HasMessage => _message.Text.Length > 0;

    /// <summary>Pictures that the panels have received so far, and whether all that they show have come.</summary>
    public (long Arrived, bool AreAll) PanelPictures => (_desk.ArrivedPictures, _desk.IsComplete);

    /// <summary>Whether the next picture would differ from the last.</summary>
    public bool Differs =>
        Scene.NeedsFrame
        || _capture is { WantsFrame: true }
        || _desk.Version != _drawnDesk
        || (Cloud is { } cloud && (cloud.Stream.HasNewer || cloud.Pictures is { HasPending: true }));

    /// <summary>Shows a layout and starts its threads.</summary>
    /// <param name="prepared">Owned from then on where this succeeds.</param>
    public void Show(PreparedLayout prepared)
    {
        (int width, int height, float scale) = (_emptyScene.Width, _emptyScene.Height, _emptyScene.ContentScale);
        LiveCloud cloud = new(prepared, _session.Graphics.Device, _settings, _context.Word, _wake);
        _session.Show(cloud.Shown, cloud);
        Cloud = cloud;
        cloud.Scene.Resize(width, height);
        cloud.Scene.Handle(InputEvent.ContentScaled(scale));
        _desk.Show(cloud.Scene);
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

    /// <summary>Does what the scene has asked for.</summary>
    public void HandleRequests()
    {
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
    public void UpdatePanels(double framesPerSecond, LoadingStage loading = default) => _desk.Update(Status(framesPerSecond, loading));

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
            _drawnDesk = desk;

        return (result, frame);
    }

    /// <summary>After a frame that was drawn: takes its picture where one is wanted, and asks what is under the mouse.</summary>
    public void FrameDrawn()
    {
        _capture?.FrameDrawn(_context.Cancellation);
        _picker.FrameDrawn(Scene.Mouse);
    }

    /// <summary>Keeps a film that is still being made.</summary>
    public void Finish() => _capture?.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        _capture?.Dispose();
        _folder.Dispose();

        // The desk shows thumbnails that the cloud reads.
        _desk.Dispose();
        _session.Dispose();
    }

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
