using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;

namespace GpuCluster.Scene;

/// <summary>
/// What is looked at and how: hears input, moves the camera, chooses colours, and gives one immutable <see cref="SceneFrame"/> per picture.
/// </summary>
/// <remarks>
/// How it works. Until the user flies, and again after F, the camera follows the cloud: each frame it closes in on the framing of the newest bounds, so the
/// cloud is whole in the picture from the first one on. The frame thread calls everything but <see cref="UpdatePositions"/>, which the layout thread calls once per
/// epoch; they meet in one lock over the copy of the positions, which measuring and colouring read, and in references that are replaced whole.
/// </remarks>
public sealed class SceneState
{
    /// <summary>Seconds in which the camera's way to the framing shrinks to 1/e.</summary>
    private const float FollowTime = 0.25f;

    /// <summary>A frame longer than this does not carry the camera further: after a stall one must not find oneself elsewhere.</summary>
    private const float LongestStep = 0.25f;

    /// <summary>The first frame after rest: what passed while nothing moved is no flight time.</summary>
    private const float FirstStep = 1 / 60f;

    private readonly Lock _positionsLock = new();
    private readonly Vector4[] _positions;
    private readonly IColouring[] _colourings;
    private readonly FlyControl _fly = new();
    private readonly Queue<SceneRequest> _requests = [];
    private readonly float _pointSize;
    private volatile IColouring _colouring;
    private volatile PointColours _colours;
    private volatile StrongBox<CloudBounds> _bounds = new(CloudBounds.Unit);
    private volatile CloudOutline _outline = CloudOutline.None;
    private volatile bool _hasPositions;
    private volatile bool _isChanged = true;
    private Camera _camera;
    private bool _hasCamera;
    private bool _isFollowing = true;
    private bool _wasAnimating;
    private bool _isLooking;
    private Vector2? _cursor;

    /// <summary>A scene of n points that have no place yet.</summary>
    /// <param name="count">n.</param>
    /// <param name="labels">The classes, or null where there are none.</param>
    /// <param name="pointSize">Diameter of a point in pixels, 1 to 64.</param>
    public SceneState(int count, SampleLabels? labels = null, float pointSize = 3)
    {
        _positions = new Vector4[count];
        _pointSize = Math.Clamp(pointSize, 1, 64);
        bool isLabeled = labels is not null && labels.ClassOf.AsSpan().ContainsAnyInRange(0, int.MaxValue);
        _colourings = isLabeled
            ? [new LabelColouring(labels!), new DensityColouring(), new OrderColouring(count), new UniformColouring()]
            : [new UniformColouring(), new DensityColouring(), new OrderColouring(count)];
        _colouring = _colourings[0];
        _colours = _colouring.Colour(_positions);
    }

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

    /// <summary>What the colours mean now.</summary>
    public Legend Legend => _colouring.Legend;

    /// <summary>The newest bounds of the cloud.</summary>
    public CloudBounds Bounds => _bounds.Value;

    /// <summary>Where the cloud of <see cref="Bounds"/> ends.</summary>
    public CloudOutline Outline => _outline;

    /// <summary>Where the camera is.</summary>
    public Camera Camera => _camera;

    /// <summary>True while a mouse button is held to look around: the window should hide the cursor and let it travel without bounds.</summary>
    public bool WantsCursor => _isLooking;

    /// <summary>True where the next picture would differ from the last, positions aside: something changed, or the camera still moves. False: the loop may sleep.</summary>
    public bool NeedsFrame => _isChanged || _wasAnimating || _fly.IsMoving;

    /// <summary>Layout thread: takes over the positions of an epoch, measures them, and colours by them where the colouring asks for it.</summary>
    /// <param name="write">Writes all n positions (x, y, z, unused), for example ILayoutStepper.WritePositions.</param>
    public void UpdatePositions(Action<Span<Vector4>> write)
    {
        lock (_positionsLock)
        {
            write(_positions);
            var bounds = CloudBounds.Of(_positions);
            _outline = CloudOutline.Of(_positions, bounds);
            _bounds = new StrongBox<CloudBounds>(bounds);
            _hasPositions = true;
            if (_colouring.DependsOnPositions)
                _colours = _colouring.Colour(_positions);
        }

        _isChanged = true;
    }

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
                    (_isLooking, _cursor) = (input.IsDown, null);
                break;
            case InputKind.CursorMoved:
                HandleCursor(new Vector2(input.X, input.Y));
                break;
            case InputKind.Scrolled:
                _fly.Scroll(input.Y);
                break;
            case InputKind.FramebufferResized:
                Resize((int)input.X, (int)input.Y);
                break;
            case InputKind.ContentScaled:
                ContentScale = input.X;
                _isChanged = true;
                break;
            case InputKind.Focused when !input.IsDown:
                _fly.ReleaseAll();
                (_isLooking, _cursor) = (false, null);
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
        float step = (float)Math.Clamp(seconds, 0, _wasAnimating ? LongestStep : FirstStep);

        // In this order: bounds are written before the flag.
        bool hasPositions = _hasPositions;
        CloudBounds bounds = Bounds;
        float aspect = (float)Math.Max(1, Width) / Math.Max(1, Height);
        bool isApproaching = Follow(bounds, hasPositions, aspect, step);
        if (_fly.IsMoving)
            _camera = _fly.Move(_camera, step, bounds.Radius);
        _wasAnimating = isApproaching || _fly.IsMoving;
        return new SceneFrame
        {
            View = _camera.View,
            Projection = Framing.Projection(_camera, bounds, aspect),
            PointSize = Math.Clamp(_pointSize * ContentScale, 1, 64),
            Colours = _colours,
            DepthFade = bounds.IsFlat ? 0 : 0.45f,
            FadeRange = Framing.FadeRange(_camera, bounds),
        };
    }

    private void HandleKey(Key key, bool isDown)
    {
        if (_fly.Hold(key, isDown))
        {
            _isFollowing &= !isDown;
            return;
        }

        if (!isDown)
            return;
        switch (key)
        {
            case Key.F:
                _isFollowing = _isChanged = true;
                _fly.Stop();
                return;
            case Key.H or Key.F1:
                ShowsHelp = !ShowsHelp;
                _isChanged = true;
                return;
            case Key.Tab:
                NextColouring();
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

    private void HandleCursor(Vector2 cursor)
    {
        if (!_isLooking)
            return;
        if (_cursor is { } last && cursor != last)
        {
            _camera = FlyControl.Look(_camera, cursor.X - last.X, cursor.Y - last.Y, Height);
            _isFollowing = false;
            _isChanged = true;
        }

        _cursor = cursor;
    }

    private void NextColouring()
    {
        lock (_positionsLock)
        {
            IColouring next = _colourings[(Array.IndexOf(_colourings, _colouring) + 1) % _colourings.Length];
            _colours = next.Colour(_positions);
            _colouring = next;
        }

        _isChanged = true;
    }

    /// <summary>Closes in on the framing; true while there is way left.</summary>
    private bool Follow(CloudBounds bounds, bool hasPositions, float aspect, float seconds)
    {
        if (!_isFollowing)
            return false;
        if (!_hasCamera)
        {
            _camera = Framing.FrameClosely(bounds, _outline, aspect);
            _hasCamera = hasPositions;
            return false;
        }

        Camera target = Framing.FrameClosely(bounds, _outline, aspect, _camera.Yaw, _camera.Pitch);
        Vector3 way = target.Position - _camera.Position;
        float turn = Math.Abs(MathF.IEEERemainder(target.Yaw - _camera.Yaw, MathF.Tau)) + Math.Abs(target.Pitch - _camera.Pitch);
        if (way.Length() < 1e-3f * bounds.Radius && turn < 1e-3f)
        {
            _camera = target;
            return false;
        }

        float share = 1 - MathF.Exp(-seconds / FollowTime);
        Camera turned = _camera.Turned(MathF.IEEERemainder(target.Yaw - _camera.Yaw, MathF.Tau) * share, (target.Pitch - _camera.Pitch) * share);
        _camera = turned with { Position = _camera.Position + (way * share) };
        return true;
    }
}
