using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Scene;

/// <summary>
/// What is looked at and how: takes input to the model that it is for, and gives one immutable <see cref="SceneFrame"/> per picture.
/// </summary>
/// <remarks>The frame thread calls everything but <see cref="UpdatePositions"/>, which the layout thread calls once per epoch.</remarks>
public sealed class SceneState
{
    private readonly Queue<SceneRequest> _requests = [];
    private readonly float _pointSize;
    private (long Cloud, long Colours, long Selection, long Cameras, long Timeline) _drawn = (-1, -1, -1, -1, -1);
    private KeyModifiers _modifiers;
    private bool _isChanged = true;

    /// <summary>A scene of n points that have no place yet.</summary>
    /// <param name="facts">What is known of the samples.</param>
    /// <param name="pointSize">Diameter of a point in pixels, 1 to 64.</param>
    public SceneState(SampleFacts facts, float pointSize = 3)
    {
        Facts = facts;
        _pointSize = Math.Clamp(pointSize, 1, 64);
        Cloud = new CloudPositions(facts.Count);
        Selection = new SelectionModel(facts.Count);
        Cameras = new CameraRig(Cloud, Selection, Ask);
        Colours = new ColourModel(facts, Cloud, Selection);
        Timeline = new TimelineModel(new EpochHistory(facts.Count), Ask);
    }

    /// <summary>What is known of the samples.</summary>
    public SampleFacts Facts { get; }

    /// <summary>Where the points are.</summary>
    public CloudPositions Cloud { get; }

    /// <summary>The camera and what moves it.</summary>
    public CameraRig Cameras { get; }

    /// <summary>Which points are selected.</summary>
    public SelectionModel Selection { get; }

    /// <summary>What the points' colours show.</summary>
    public ColourModel Colours { get; }

    /// <summary>Which epoch is shown, and what is recorded of the epochs.</summary>
    public TimelineModel Timeline { get; }

    /// <summary>Width of the drawable in pixels; 0 while minimised.</summary>
    public int Width { get; private set; } = 1280;

    /// <summary>Height of the drawable in pixels; 0 while minimised.</summary>
    public int Height { get; private set; } = 720;

    /// <summary>Pixels of the drawable per unit of the desktop.</summary>
    public float ContentScale { get; private set; } = 1;

    /// <summary>True while the window is minimised and nothing need be drawn.</summary>
    public bool IsHidden => Width == 0 || Height == 0;

    /// <summary>H: whether the keys are explained.</summary>
    public bool ShowsHelp { get; private set; }

    /// <summary>True while a mouse button is held to look around: the window should hide the cursor and let it travel without bounds.</summary>
    public bool WantsCursor => Cameras.IsLooking;

    /// <summary>True where the next picture would differ from the last: something changed, or the camera still moves. False: the loop may sleep.</summary>
    public bool NeedsFrame => _isChanged || Cameras.IsMoving || Timeline.IsPlaying || _drawn != Versions;

    private (long Cloud, long Colours, long Selection, long Cameras, long Timeline) Versions =>
        (Cloud.Version, Colours.Version, Selection.Version, Cameras.Version, Timeline.Version);

    /// <summary>Layout thread: takes over the positions of an epoch, measures them, and colours by them where the colouring asks for it.</summary>
    /// <param name="write">Writes all n positions (x, y, z, unused), for example ILayoutStepper.WritePositions.</param>
    public void UpdatePositions(Action<Span<Vector4>> write) => Cloud.Update(write, Colours.PositionsChanged);

    /// <summary>Sets the drawable's size where no event tells it: offscreen, or at the start.</summary>
    public void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        _isChanged = true;
    }

    /// <summary>Asks the program for something that the scene cannot do itself.</summary>
    public void Ask(SceneRequest request) => _requests.Enqueue(request);

    /// <summary>Gives the next request, oldest first.</summary>
    public bool TryNextRequest([NotNullWhen(true)] out SceneRequest? request) => _requests.TryDequeue(out request);

    /// <summary>Hears one input event. What only the program can do comes out of <see cref="TryNextRequest"/>.</summary>
    public void Handle(in InputEvent input)
    {
        switch (input.Kind)
        {
            case InputKind.Key:
                HandleKey(input.Key, input.IsDown);
                break;
            case InputKind.MouseButton:
                if (input.Button is MouseButton.Left or MouseButton.Right)
                    Cameras.Look(input.IsDown);
                break;
            case InputKind.CursorMoved:
                Cameras.MoveCursor(new Vector2(input.X, input.Y), Height);
                break;
            case InputKind.Scrolled:
                Cameras.Scroll(input.Y);
                break;
            case InputKind.FramebufferResized:
                Resize((int)input.X, (int)input.Y);
                break;
            case InputKind.ContentScaled:
                ContentScale = input.X;
                _isChanged = true;
                break;
            case InputKind.Focused when !input.IsDown:
                Cameras.ReleaseAll();
                _modifiers = KeyModifiers.None;
                break;
            case InputKind.Focused:
            case InputKind.Iconified:
            case InputKind.Exposed:
                _isChanged = true;
                break;
            case InputKind.CloseRequested:
                Ask(new SceneRequest.Quit());
                break;
            default:
                break;
        }
    }

    /// <summary>Moves on by some time and says what the picture shows then.</summary>
    /// <param name="seconds">Since the last call.</param>
    public SceneFrame Advance(double seconds)
    {
        _isChanged = false;
        Timeline.Advance(seconds);
        _drawn = Versions;
        CloudBounds bounds = Cloud.Bounds;
        float aspect = (float)Math.Max(1, Width) / Math.Max(1, Height);
        Cameras.Advance(seconds, aspect);
        Camera camera = Cameras.Camera;
        return new SceneFrame
        {
            View = camera.View,
            Projection = Framing.Projection(camera, bounds, aspect),
            PointSize = Math.Clamp(_pointSize * ContentScale, 1, 64),
            Colours = Colours.Colours,
            DepthFade = bounds.IsFlat ? 0 : 0.45f,
            FadeRange = Framing.FadeRange(camera, bounds),
            ShowsAxes = Cameras.ShowsAxes,
        };
    }

    private void HandleKey(Key key, bool isDown)
    {
        NoteModifier(key, isDown);
        if (Cameras.HandleKey(key, isDown, _modifiers) || Timeline.HandleKey(key, isDown, _modifiers) || !isDown)
            return;
        switch (key)
        {
            case Key.H or Key.F1:
                ShowsHelp = !ShowsHelp;
                _isChanged = true;
                return;
            case Key.Tab:
                Colours.Next();
                return;
            case Key.R:
                Ask(new SceneRequest.Restart());
                return;
            case Key.Space:
                Ask(new SceneRequest.TogglePause());
                return;
            case Key.N:
                Ask(new SceneRequest.StepOnce());
                return;
            case Key.F12:
                Ask(new SceneRequest.SavePicture());
                return;
            case Key.Escape:
                Ask(new SceneRequest.Quit());
                return;
            default:
                return;
        }
    }

    private void NoteModifier(Key key, bool isDown)
    {
        KeyModifiers modifier = key switch
        {
            Key.LeftShift or Key.RightShift => KeyModifiers.Shift,
            Key.LeftControl or Key.RightControl => KeyModifiers.Control,
            Key.LeftAlt or Key.RightAlt => KeyModifiers.Alt,
            _ => KeyModifiers.None,
        };
        _modifiers = isDown ? _modifiers | modifier : _modifiers & ~modifier;
    }
}
