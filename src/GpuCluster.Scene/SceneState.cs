using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Look;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Names;
using GpuCluster.Scene.Pairs;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;
using GpuCluster.Scene.Steering;
using GpuCluster.Scene.Thumbnails;
using GpuCluster.Scene.Timeline;
using GpuCluster.Scene.Undo;

namespace GpuCluster.Scene;

/// <summary>
/// The state of the view: dispatches input to its models, and makes one immutable <see cref="SceneFrame"/> per picture.
/// </summary>
/// <remarks>
/// The frame thread calls everything but <see cref="UpdatePositions"/>, which another thread calls when there are new positions.
/// </remarks>
public sealed class SceneState
{
    private readonly Queue<SceneRequest> _requests = [];
    private (IReadOnlyList<LineVertex> Trails, IReadOnlyList<LineVertex> Nearest, IReadOnlyList<LineVertex> All) _lines = ([], [], []);
    private long _drawn = -1;
    private KeyModifiers _modifiers;
    private bool _isChanged = true;
    private bool _isLeaving;

    /// <summary>A scene of n points without positions.</summary>
    /// <param name="facts">Facts about the samples.</param>
    /// <param name="pointSize">Diameter of a point in pixels, 1 to 64.</param>
    /// <param name="time">The clock that detects double clicks; null: the system's.</param>
    public SceneState(SampleFacts facts, float pointSize = 3, TimeProvider? time = null)
    {
        Facts = facts;
        Cloud = new CloudPositions(facts.Count);
        Selection = new SelectionModel(
            facts.Count,
            pushed: isWork => Actions.Add(new SceneAction(() => Selection!.Undo(), () => Selection!.Redo()) { IsWork = isWork }),
            marks: MarksModel.Of(facts)
        );
        Filters = new FilterModel(facts, Selection);
        Cameras = new CameraRig(Cloud, Selection, Ask);
        Colours = new ColourModel(facts, Cloud, Selection);
        Marks = new MarksModel(facts, Selection, Filters, Colours);
        Review = new ReviewModel(Selection, Marks, Ask);
        Timeline = new TimelineModel(new EpochHistory(facts.Count), Ask);
        Similarity = new SimilarityModel(facts, Selection, Colours, Ask);
        Steering = new SteeringModel(Cloud, Selection, Ask, Actions, () => Timeline.History.Bytes);
        Matrix = new CosineMatrixModel(facts.Labels is { } labels ? MatrixOrder.ByLabel(labels) : MatrixOrder.OfData(facts.Count));
        Grid = new GridModel(facts, Selection, Filters, Marks, Similarity, Ask);
        Pair = new PairModel(Selection, Grid, Similarity, Ask);
        Keep = new KeepModel(Selection, Grid, Pair, Similarity, Marks, Ask);
        Look = new LookModel(pointSize);
        Pictures = new ThumbnailLevels(facts, Cloud);
        Names = new NameModel(Cloud, Colours);
        Mouse = new MouseControl(Cloud, Cameras, Selection, Steering, Ask, () => Pictures!.ShownSize, time ?? TimeProvider.System);
    }

    /// <summary>Facts about the samples.</summary>
    public SampleFacts Facts { get; }

    /// <summary>The positions of the points.</summary>
    public CloudPositions Cloud { get; }

    /// <summary>The camera and its motion.</summary>
    public CameraRig Cameras { get; }

    /// <summary>The selection.</summary>
    public SelectionModel Selection { get; }

    /// <summary>The filter and its conditions.</summary>
    public FilterModel Filters { get; }

    /// <summary>Tags and classes that the user gave.</summary>
    public MarksModel Marks { get; }

    /// <summary>Samples whose class is likely wrong.</summary>
    public ReviewModel Review { get; }

    /// <summary>What was done to selection and layout, for undo and redo.</summary>
    public ActionHistory Actions { get; } = new();

    /// <summary>The colours of the points.</summary>
    public ColourModel Colours { get; }

    /// <summary>Which epoch is shown, and what is recorded of the epochs.</summary>
    public TimelineModel Timeline { get; }

    /// <summary>Similar samples and near-duplicates.</summary>
    public SimilarityModel Similarity { get; }

    /// <summary>The matrix of all cosines.</summary>
    public CosineMatrixModel Matrix { get; }

    /// <summary>The sheet of pictures.</summary>
    public GridModel Grid { get; }

    /// <summary>Two pictures beside each other.</summary>
    public PairModel Pair { get; }

    /// <summary>Which of near-duplicates is kept.</summary>
    public KeepModel Keep { get; }

    /// <summary>The control of a running layout.</summary>
    public SteeringModel Steering { get; }

    /// <summary>The appearance of points except their colours.</summary>
    public LookModel Look { get; }

    /// <summary>Which samples show their pictures in space.</summary>
    public ThumbnailLevels Pictures { get; }

    /// <summary>The names of categories in space.</summary>
    public NameModel Names { get; }

    /// <summary>The mouse in the picture, and the pixel at which it needs a point.</summary>
    public MouseControl Mouse { get; }

    /// <summary>Width of the drawable in pixels; 0 while minimised.</summary>
    public int Width { get; private set; } = 1280;

    /// <summary>Height of the drawable in pixels; 0 while minimised.</summary>
    public int Height { get; private set; } = 720;

    /// <summary>Pixels of the drawable per unit of the desktop.</summary>
    public float ContentScale { get; private set; } = 1;

    /// <summary>The area that panels cover: the cloud is framed, and the axes are drawn, outside it.</summary>
    public FrameInsets Insets { get; set; }

    /// <summary>The projection of the present camera onto the picture.</summary>
    public PixelProjection Pixels => new(Cameras.Camera.View * Projection, Width, Height);

    /// <summary>True while the window is minimised and nothing need be drawn.</summary>
    public bool IsHidden => Width == 0 || Height == 0;

    /// <summary>Whether the help page is shown.</summary>
    public bool ShowsHelp { get; private set; }

    /// <summary>
    /// True while a mouse button is held to look around: the window should hide the cursor and let it travel without bounds.
    /// </summary>
    public bool WantsCursor => Cameras.IsLooking;

    /// <summary>
    /// True if the next picture would differ from the last: something changed, or the camera still moves. False: the loop may sleep.
    /// </summary>
    public bool NeedsFrame =>
        _isChanged
        || Cameras.IsMoving
        || Timeline.IsPlaying
        || Pictures.IsMoving
        || Names.IsMoving
        || _drawn != Versions
        || Cameras.Free != Free;

    private float Aspect => (float)Math.Max(1, Width) / Math.Max(1, Height);

    private FreeArea Free => FreeArea.Of(Width, Height, Insets);

    private Matrix4x4 Projection => Framing.Projection(Cameras.Camera, Cloud.Bounds, Aspect, Cameras.Centre);

    // Each version only grows, so their sum changes whenever one does.
    private long Versions =>
        Cloud.Version
        + Colours.Version
        + Selection.Version
        + Marks.Version
        + Review.Version
        + Grid.Version
        + Pair.Version
        + Keep.Version
        + Cameras.Version
        + Timeline.Version
        + Similarity.Version
        + Matrix.Version
        + Steering.Version
        + Look.Version
        + Mouse.Version
        + Pictures.Version
        + Names.Version;

    /// <summary>
    /// Positions' thread: stores the positions of an epoch, measures them, and colours by them if the colouring depends on them.
    /// </summary>
    /// <param name="shared">n positions.</param>
    public void UpdatePositions(SharedPositions shared) =>
        Cloud.Update(
            shared,
            positions =>
            {
                Colours.PositionsChanged(positions);
                Pictures.PositionsChanged(positions);
                Names.PositionsChanged(positions);
            }
        );

    /// <summary>Sets the drawable's size when no event reports it: offscreen, or at the start.</summary>
    public void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        _isChanged = true;
    }

    /// <summary>Takes the place of a scene that was shown before: of its size, and with the modifiers that are held meanwhile.</summary>
    public void TakeOver(SceneState former)
    {
        Resize(former.Width, former.Height);
        ContentScale = former.ContentScale;
        _modifiers = former._modifiers;
    }

    /// <summary>Queues a request that the scene cannot handle itself.</summary>
    public void Ask(SceneRequest request) => _requests.Enqueue(request);

    /// <summary>Returns the next request, oldest first.</summary>
    public bool TryNextRequest([NotNullWhen(true)] out SceneRequest? request) => _requests.TryDequeue(out request);

    /// <summary>Handles one input event. Requests to the program are returned by <see cref="TryNextRequest"/>.</summary>
    public void Handle(in InputEvent input)
    {
        switch (input.Kind)
        {
            case InputKind.Key:
                HandleKey(input.Key, input.IsDown);
                break;
            case InputKind.MouseButton:
                _isLeaving = false;
                Mouse.HandleButton(input.Button, input.IsDown, _modifiers);
                break;
            case InputKind.CursorMoved:
                Mouse.MoveTo(new Vector2(input.X, input.Y));
                break;
            case InputKind.CursorLeft:
                Mouse.Leave();
                break;
            case InputKind.Scrolled:
                Mouse.HandleWheel(input.Y, _modifiers);
                break;
            case InputKind.FramebufferResized:
                Resize((int)input.X, (int)input.Y);
                break;
            case InputKind.ContentScaled:
                ContentScale = input.X;
                _isChanged = true;
                break;
            case InputKind.Focused when !input.IsDown:
                Mouse.Cancel();
                Cameras.ReleaseAll();
                _modifiers = KeyModifiers.None;
                break;
            case InputKind.Focused:
            case InputKind.Iconified:
            case InputKind.Exposed:
                _isChanged = true;
                break;
            case InputKind.CloseRequested:
                LeaveUnlessUnsaved();
                break;
            default:
                break;
        }
    }

    /// <summary>Advances the time and returns the frame to draw.</summary>
    /// <param name="seconds">Since the last call.</param>
    public SceneFrame Advance(double seconds)
    {
        _isChanged = false;
        Mouse.Advance();
        Similarity.FollowFocus();
        Marks.Follow();
        Timeline.Advance(seconds);
        Cameras.Free = Free;
        Cameras.PictureSize = Pictures.ShownSize;
        _drawn = Versions;
        CloudBounds bounds = Cloud.Bounds;
        Cameras.Advance(seconds, Aspect);
        Pictures.Advance(seconds);
        Names.Advance(seconds);
        Camera camera = Cameras.Camera;
        SceneFrame frame = new()
        {
            View = camera.View,
            Projection = Framing.Projection(camera, bounds, Aspect, Cameras.Centre),
            PointSize = Math.Clamp(
                Look.SizeAt(Framing.ShareOf(camera, bounds)) * ContentScale,
                LookModel.SmallestPoint,
                LookModel.LargestPoint
            ),
            Background = Look.Background,
            Shading = Look.Shading(ContentScale),
            Colours = Colours.Colours,
            DepthFade = bounds.IsFlat ? 0 : Look.DepthShading,
            FadeRange = Look.Fog(Framing.FadeRange(camera, bounds)),
            Opacity = Look.Opacity,
            Lines = Lines(),
            ShowsAxes = Cameras.ShowsAxes,
            Insets = Insets,
        };
        frame = frame with
        {
            Sprites = Pictures.Of(frame, Width, Height, ContentScale),
            Names = Names.Of(frame, Width, Height, ContentScale, Insets),
        };
        Mouse.FrameMade(frame, Width, Height);
        return frame;
    }

    /// <summary>Shows or hides the help page.</summary>
    internal void ToggleHelp()
    {
        ShowsHelp = !ShowsHelp;
        _isChanged = true;
    }

    /// <summary>
    /// Closes what is open; if nothing is, requests the end of the program. Where something is not saved, the first request is a question,
    /// and the same key again is the answer.
    /// </summary>
    internal void Leave()
    {
        if (Mouse.Cancel())
            return;
        if (ShowsHelp)
        {
            ToggleHelp();
            return;
        }

        LeaveUnlessUnsaved();
    }

    // The window's close button is meant for the whole program: what is open does not matter to it.
    private void LeaveUnlessUnsaved()
    {
        bool isAsked = _isLeaving;
        _isLeaving = Actions.HasUnsaved;
        Ask(_isLeaving && !isAsked ? new SceneRequest.AskToQuit() : new SceneRequest.Quit());
    }

    /// <summary>Trails and lines to the nearest in one list; the same one until either changes.</summary>
    private IReadOnlyList<LineVertex> Lines()
    {
        IReadOnlyList<LineVertex> trails = Timeline.TrailsOf(Selection.Selected, Colours.Colours.Rgba);
        if (!ReferenceEquals(trails, _lines.Trails) || !ReferenceEquals(Similarity.Lines, _lines.Nearest))
            _lines = (trails, Similarity.Lines, trails.Count == 0 ? Similarity.Lines : [.. trails, .. Similarity.Lines]);
        return _lines.All;
    }

    private void HandleKey(Key key, bool isDown)
    {
        _modifiers = ModifierKeys.After(_modifiers, key, isDown);
        if (!isDown)
        {
            Cameras.Release(key);
            return;
        }

        // Any key ends a flight. The key that closes what is open does nothing else then.
        bool wasFlying = Cameras.Interrupt();
        if (SceneCommands.Find(key, _modifiers) is not var (command, index) || (wasFlying && command == SceneCommands.Leave))
            return;
        if (command != SceneCommands.Leave)
            _isLeaving = false;
        if (command.Motions.Count > 0)
            Cameras.Hold(key, command.Motions[index]);
        else
            command.Run(this, index);
    }
}
