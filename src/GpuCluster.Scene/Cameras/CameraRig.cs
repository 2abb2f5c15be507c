using System.Numerics;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Cameras;

/// <summary>The camera and what moves it. Frame thread.</summary>
/// <remarks>
/// How it works. One thing moves the camera at a time: a recorded path that plays, else a flight to a place, else the mode (<see cref="CameraMode"/>). Any key, button or
/// wheel step ends a path or flight where it is. Until the user flies, and again after F, the camera also follows the cloud: each frame it closes in on the
/// framing of the newest bounds, so the cloud is whole in the picture from the first one on. All motion is integrated exactly, or in pieces of at most 1/240 second, so that
/// it is the same at any frame rate.
/// </remarks>
public sealed class CameraRig
{
    /// <summary>How many bookmarks there are.</summary>
    public const int BookmarkCount = 9;

    /// <summary>Radians a second: a turn in 30 seconds.</summary>
    public const float FirstTurntableSpeed = MathF.Tau / 30;

    /// <summary>Radians a second.</summary>
    public const float FastestTurntableSpeed = MathF.PI;

    /// <summary>Seconds in which the camera's way to the framing, and to what it orbits, shrinks to 1/e.</summary>
    private const float FollowTime = 0.25f;

    /// <summary>Seconds in which a step of the wheel is gone to 1/e.</summary>
    private const float ZoomTime = 0.1f;

    /// <summary>Seconds in which speed follows the scale of what is near to 1/e: points that pass must not make it jerk.</summary>
    private const float ScaleTime = 0.2f;

    /// <summary>A frame longer than this does not carry the camera further: after a stall one must not find oneself elsewhere.</summary>
    private const float LongestStep = 0.25f;

    /// <summary>The first frame after rest: what passed while nothing moved is no flight time.</summary>
    private const float FirstStep = 1 / 60f;

    private const float LongestPiece = 1 / 240f;

    /// <summary>The share of the scale of what is near that speed follows: with it, flying past the framed cloud is as fast as by its radius.</summary>
    private const float ScaleShare = 0.7f;

    /// <summary>Bounds of the scale that speed follows, in radii of the cloud.</summary>
    private const float LeastScale = 0.05f;

    private const float MostScale = 20;

    /// <summary>The natural logarithm of the distance, for each step of the wheel.</summary>
    private const float ZoomPerStep = 0.15f;

    /// <summary>How near to what it orbits the camera comes, in radii of the cloud.</summary>
    private const float NearestOrbit = 0.02f;

    /// <summary>Radians that one step of the field of view's keys changes it by: 5 degrees.</summary>
    private const float FovStep = MathF.PI / 36;

    /// <summary>How far a recorded path may lie from where the camera was, in radii of the cloud.</summary>
    private const float PathTolerance = 0.005f;

    private readonly CloudPositions _cloud;
    private readonly CameraSubject _subject;
    private readonly Action<SceneRequest> _ask;
    private readonly FlyControl _fly = new();
    private readonly Camera?[] _bookmarks = new Camera?[BookmarkCount];
    private Camera _camera = new(Vector3.Zero, Framing.FirstYaw, Framing.FirstPitch);
    private CameraMode _mode;
    private CameraFlight? _flight;
    private CameraPath? _playing;
    private CameraPathRecorder? _recorder;
    private double _since;
    private readonly PrincipalPoint _center = new();
    private float _aspect = 16 / 9f;
    private FreeArea _free;
    private float _zoomLeft;
    private float _scale;
    private float _turntableSpeed = FirstTurntableSpeed;
    private Vector3? _pivot;
    private bool _hasCamera;
    private bool _isFollowing = true;
    private bool _wasAnimating;
    private bool _adaptsSpeed = true;
    private bool _showsAxes = true;
    private Vector2? _cursor;

    /// <summary>A camera that looks at a cloud.</summary>
    /// <param name="cloud">Where the points are.</param>
    /// <param name="selection">What is orbited and framed where it is not empty.</param>
    /// <param name="ask">Takes what is asked of the program.</param>
    public CameraRig(CloudPositions cloud, SelectionModel selection, Action<SceneRequest> ask)
    {
        (_cloud, _ask) = (cloud, ask);
        _subject = new CameraSubject(cloud, selection);
    }

    /// <summary>Changes whenever something but time moved the camera, or a setting changed.</summary>
    public long Version { get; private set; }

    /// <summary>Where the camera is.</summary>
    public Camera Camera => _camera;

    /// <summary>The part of the picture to frame in, whose middle the camera looks at.</summary>
    public FreeArea Free
    {
        get => _free;
        set => Set(ref _free, value);
    }

    /// <summary>Where the camera's axis meets the picture: in the middle of <see cref="Free"/>, or on the way there. Clip coordinates: x to the right and y down, -1 to 1.</summary>
    public Vector2 Center => _center.Place;

    /// <summary>True while a mouse button is held to look around.</summary>
    public bool IsLooking { get; private set; }

    /// <summary>True while time moves the camera, or its way is recorded.</summary>
    public bool IsMoving => _wasAnimating || _fly.IsMoving || _mode == CameraMode.Turntable || _flight is not null || _playing is not null || _recorder is not null || _zoomLeft != 0;

    /// <summary>What keys and mouse do. A change ends a flight, and begins to look at what is orbited.</summary>
    public CameraMode Mode
    {
        get => _mode;
        set
        {
            Interrupt();
            _fly.Stop();
            (_pivot, _zoomLeft) = (null, 0);

            // The framing is of the whole cloud, and of a flat one from in front.
            if (value != CameraMode.Fly && (_subject.IsSelection || _cloud.Bounds.IsFlat))
                _isFollowing = false;
            Set(ref _mode, value);
        }
    }

    /// <summary>True while the camera keeps the whole cloud in the picture.</summary>
    public bool IsFollowing => _isFollowing;

    /// <summary>True while a path plays or a flight goes on.</summary>
    public bool IsFlying => _flight is not null || _playing is not null;

    /// <summary>Vertical field of view in degrees, 20 to 120. A value outside is brought to the nearest inside.</summary>
    public float FieldOfView
    {
        get => float.RadiansToDegrees(_camera.VerticalFov);
        set
        {
            if (float.IsNaN(value))
                return;
            Set(ref _camera, _camera with { VerticalFov = Math.Clamp(float.DegreesToRadians(value), Camera.NarrowestFov, Camera.WidestFov) });
        }
    }

    /// <summary>How much faster (above 1) or slower than the first speed the camera flies, 1/64 to 64.</summary>
    public float SpeedFactor
    {
        get => _fly.SpeedFactor;
        set
        {
            _fly.SpeedFactor = value;
            Version++;
        }
    }

    /// <summary>Whether speed follows how near and how dense the cloud is, and not only its size.</summary>
    public bool AdaptsSpeed
    {
        get => _adaptsSpeed;
        set => Set(ref _adaptsSpeed, value);
    }

    /// <summary>Radians a second that the turntable turns to the right, within ±π. A value outside is brought to the nearest inside.</summary>
    public float TurntableSpeed
    {
        get => _turntableSpeed;
        set => Set(ref _turntableSpeed, float.IsNaN(value) ? _turntableSpeed : Math.Clamp(value, -FastestTurntableSpeed, FastestTurntableSpeed));
    }

    /// <summary>Whether the three axes are drawn in the corner.</summary>
    public bool ShowsAxes
    {
        get => _showsAxes;
        set => Set(ref _showsAxes, value);
    }

    /// <summary>The places of the keys 1 to 9, the first at 0; null where none is set.</summary>
    public IReadOnlyList<Camera?> Bookmarks => _bookmarks;

    /// <summary>True while the camera's way is recorded.</summary>
    public bool IsRecording => _recorder is not null;

    /// <summary>How long the recording is so far; 0 where there is none.</summary>
    public double RecordedSeconds => _recorder?.Seconds ?? 0;

    /// <summary>The path recorded or loaded last, or null.</summary>
    public CameraPath? Path { get; private set; }

    /// <summary>What is kept between two sessions.</summary>
    public CameraRigState State => new()
    {
        Camera = _hasCamera ? _camera : null,
        Mode = _mode,
        IsFollowing = _isFollowing,
        Bookmarks = [.. _bookmarks],
        SpeedFactor = SpeedFactor,
        AdaptsSpeed = _adaptsSpeed,
        TurntableSpeed = _turntableSpeed,
        ShowsAxes = _showsAxes,
        Path = Path?.Keyframes ?? [],
    };

    /// <summary>Takes over what was kept.</summary>
    /// <exception cref="ArgumentException">A camera that cannot be, more bookmarks than nine, or a path that cannot be; nothing has changed then.</exception>
    public void Restore(CameraRigState state)
    {
        if (state.Camera is { IsUsable: false } || state.Bookmarks.Any(camera => camera is { IsUsable: false }))
            throw new ArgumentException("The camera or a bookmark has values that a camera cannot have.", nameof(state));
        if (state.Bookmarks.Count > BookmarkCount)
            throw new ArgumentException($"There are {state.Bookmarks.Count} bookmarks, more than {BookmarkCount}.", nameof(state));
        if (!Enum.IsDefined(state.Mode))
            throw new ArgumentException($"There is no camera mode {state.Mode}.", nameof(state));
        CameraPath? path = state.Path.Count > 0 ? new CameraPath(state.Path) : null;
        Mode = state.Mode;
        Path = path;
        (_hasCamera, _isFollowing) = (state.Camera is not null, state.IsFollowing);
        _camera = state.Camera ?? _camera;
        Array.Clear(_bookmarks);
        for (int i = 0; i < state.Bookmarks.Count; i++)
            _bookmarks[i] = state.Bookmarks[i];
        SpeedFactor = state.SpeedFactor;
        AdaptsSpeed = state.AdaptsSpeed;
        TurntableSpeed = state.TurntableSpeed;
        ShowsAxes = state.ShowsAxes;
        Version++;
    }

    /// <summary>Hears a key; true where it was the camera's.</summary>
    public bool HandleKey(Key key, bool isDown, KeyModifiers modifiers)
    {
        // Esc ends a flight and nothing else.
        bool wasFlying = isDown && Interrupt();
        if (wasFlying && key == Key.Escape)
            return true;

        // With Control, letters are commands; a key that comes up is always heard.
        if ((!isDown || !modifiers.HasFlag(KeyModifiers.Control)) && _fly.Hold(key, isDown))
        {
            _isFollowing &= !isDown;
            return true;
        }

        return isDown && (modifiers switch
        {
            KeyModifiers.None => HandlePlain(key),
            KeyModifiers.Control => HandleControl(key),
            KeyModifiers.Shift => HandleShift(key) || HandlePlain(key),
            _ => false,
        });
    }

    /// <summary>Goes to where the selection is in the picture; without one, to where the whole cloud is, and follows it from then on.</summary>
    public void Frame()
    {
        if (!_subject.IsSelection)
        {
            FrameCloud();
            return;
        }

        _isFollowing = false;
        _pivot = null;
        FlyTo(Framing.Frame(_subject.Bounds, _aspect, _free, _camera.Yaw, _camera.Pitch, _camera.VerticalFov));
    }

    /// <summary>Goes to where the whole cloud is in the picture, and follows it from then on.</summary>
    public void FrameCloud()
    {
        Interrupt();
        _isFollowing = true;
        _fly.Stop();
        Version++;
    }

    /// <summary>Flies smoothly to a place. Any key ends it.</summary>
    public void FlyTo(Camera camera)
    {
        Interrupt();
        _fly.Stop();
        (_flight, _since, _isFollowing, _zoomLeft) = (new CameraFlight(_camera, camera, _cloud.Bounds), 0, false, 0);
        Version++;
    }

    /// <summary>Keeps where the camera is under a number.</summary>
    /// <param name="number">1 to 9.</param>
    public void SetBookmark(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(number, Math.Clamp(number, 1, BookmarkCount));
        _bookmarks[number - 1] = _camera;
        Version++;
    }

    /// <summary>Flies to a bookmark, to fly on from there; nothing happens where none is set.</summary>
    /// <param name="number">1 to 9.</param>
    public void GoToBookmark(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(number, Math.Clamp(number, 1, BookmarkCount));
        if (_bookmarks[number - 1] is not { } camera)
            return;
        Mode = CameraMode.Fly;
        FlyTo(camera);
    }

    /// <summary>Begins to record the camera's way, or ends it; then <see cref="Path"/> is new, and the program is asked to save it.</summary>
    public void ToggleRecording()
    {
        if (_recorder is null)
        {
            _recorder = new CameraPathRecorder(_camera);
        }
        else
        {
            Path = _recorder.ToPath(PathTolerance * _cloud.Bounds.Radius);
            _recorder = null;
            _ask(new SceneRequest.SaveCameraPath());
        }

        Version++;
    }

    /// <summary>Plays a path from its beginning; it is <see cref="Path"/> from now on. Any key ends it.</summary>
    public void Play(CameraPath path)
    {
        Mode = CameraMode.Fly;
        (Path, _playing, _since, _isFollowing, _hasCamera) = (path, path, 0, false, true);
        _camera = path.At(0);
        Version++;
    }

    /// <summary>Lets go of every key and of the mouse: a window without the keyboard never hears them come up.</summary>
    public void ReleaseAll()
    {
        _fly.ReleaseAll();
        Look(false);
    }

    /// <summary>Hears the wheel: it changes the speed while flying, and the distance while orbiting.</summary>
    /// <param name="steps">Away from the user positive: faster, or nearer.</param>
    public void Scroll(float steps)
    {
        Interrupt();
        if (_mode == CameraMode.Fly)
        {
            _fly.Scroll(steps);
        }
        else
        {
            _zoomLeft -= steps * ZoomPerStep;
            _isFollowing = false;
        }

        Version++;
    }

    /// <summary>Begins or ends looking around by the mouse.</summary>
    public void Look(bool isLooking)
    {
        if (isLooking)
            Interrupt();
        (IsLooking, _cursor) = (isLooking, null);
    }

    /// <summary>Turns the camera, or turns it round what it orbits, by the way of the cursor while looking around.</summary>
    /// <param name="cursor">Pixels.</param>
    /// <param name="pictureHeight">Pixels.</param>
    public void MoveCursor(Vector2 cursor, int pictureHeight)
    {
        if (!IsLooking)
            return;
        if (_cursor is { } last && cursor != last)
        {
            Camera looked = FlyControl.Look(_camera, cursor.X - last.X, cursor.Y - last.Y, pictureHeight);
            _camera = _mode == CameraMode.Fly ? looked : Orbit.Turn(_camera, _pivot ?? _subject.Bounds.Center, looked.Yaw - _camera.Yaw, looked.Pitch - _camera.Pitch);
            _isFollowing = false;
            Version++;
        }

        _cursor = cursor;
    }

    /// <summary>Moves on by some time.</summary>
    /// <param name="seconds">Since the last call.</param>
    /// <param name="aspect">Width by height of the picture.</param>
    public void Advance(double seconds, float aspect)
    {
        float step = (float)Math.Clamp(seconds, 0, _wasAnimating ? LongestStep : FirstStep);
        _aspect = aspect;
        bool isMoving = _center.Approach(_free.Center, 1 - MathF.Exp(-step / FollowTime));
        isMoving |= MoveOn(step);
        _recorder?.Add(step, _camera);
        _wasAnimating = isMoving || _recorder is not null;
    }

    private bool MoveOn(float step)
    {
        _since += step;
        if (_playing is { } path)
        {
            _camera = path.At(_since);
            if (_since >= path.Duration)
                _playing = null;
            return true;
        }

        if (_flight is { } flight)
        {
            _camera = flight.At((float)_since);
            if (_since >= flight.Seconds)
                _flight = null;
            return true;
        }

        // In this order: bounds are written before the version.
        bool hasPositions = _cloud.Version > 0;
        bool isMoving = Follow(_cloud.Bounds, hasPositions, step);
        if (_mode != CameraMode.Fly)
            return GoRound(step) || isMoving;
        if (_fly.IsMoving)
            Fly(step);
        else
            _scale = 0;
        return isMoving || _fly.IsMoving;
    }

    private bool HandlePlain(Key key)
    {
        switch (key)
        {
            case Key.F:
                Frame();
                return true;
            case Key.C:
                Mode = _mode == CameraMode.Orbit ? CameraMode.Fly : CameraMode.Orbit;
                return true;
            case Key.T:
                Mode = _mode == CameraMode.Turntable ? CameraMode.Fly : CameraMode.Turntable;
                return true;
            case Key.V:
                ToggleRecording();
                return true;
            case >= Key.Digit1 and <= Key.Digit9:
                GoToBookmark(1 + (key - Key.Digit1));
                return true;
            default:
                return false;
        }
    }

    private bool HandleControl(Key key)
    {
        switch (key)
        {
            case Key.Minus:
                FieldOfView -= float.RadiansToDegrees(FovStep);
                return true;
            case Key.Equal:
                FieldOfView += float.RadiansToDegrees(FovStep);
                return true;
            case >= Key.Digit1 and <= Key.Digit9:
                SetBookmark(1 + (key - Key.Digit1));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Shift, held to fly faster, makes no difference to other keys than these.</summary>
    private bool HandleShift(Key key)
    {
        switch (key)
        {
            case Key.F:
                FrameCloud();
                return true;
            case Key.V:
                if (Path is { } path && !IsRecording)
                    Play(path);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends a flight or a playing path where it is; true where there was one.</summary>
    private bool Interrupt()
    {
        if (!IsFlying)
            return false;
        (_flight, _playing) = (null, null);
        Version++;
        return true;
    }

    /// <summary>Flies on, in pieces: speed depends on where the camera is.</summary>
    private void Fly(float step)
    {
        CloudSamples samples = _cloud.Samples;
        float radius = _cloud.Bounds.Radius;
        int pieces = Math.Max(1, (int)MathF.Ceiling(step / LongestPiece));
        float piece = step / pieces;
        float share = 1 - MathF.Exp(-piece / ScaleTime);
        for (int i = 0; i < pieces; i++)
        {
            float near = _adaptsSpeed ? Math.Clamp(ScaleShare * samples.ScaleAt(_camera.Position), LeastScale * radius, MostScale * radius) : radius;
            _scale = _scale > 0 ? _scale * MathF.Pow(near / _scale, share) : near;
            _camera = _fly.Move(_camera, piece, _scale);
        }
    }

    /// <summary>Orbits on, and turns the table; true while there is way left.</summary>
    private bool GoRound(float step)
    {
        float radius = _cloud.Bounds.Radius;
        Vector3 target = _isFollowing ? _cloud.Bounds.Center : _subject.Bounds.Center;
        float share = 1 - MathF.Exp(-step / FollowTime);
        Vector3 pivot = _pivot ?? target;

        // The camera rides along with what it orbits.
        Vector3 ride = (target - pivot) * share;
        bool isMoving = ride.Length() > 1e-5f * radius;
        if (!isMoving)
            ride = target - pivot;
        pivot += ride;
        _pivot = pivot;
        Camera camera = _isFollowing ? _camera : _camera with { Position = _camera.Position + ride };

        if (_fly.IsMoving)
        {
            Vector3 way = _fly.Way(step, 1);
            camera = Orbit.Zoom(Orbit.Turn(camera, pivot, -way.X, -way.Y), pivot, MathF.Exp(-way.Z), NearestOrbit * radius);
            isMoving = true;
        }

        if (_zoomLeft != 0)
        {
            float now = Math.Abs(_zoomLeft) < 1e-3f ? _zoomLeft : _zoomLeft * (1 - MathF.Exp(-step / ZoomTime));
            camera = Orbit.Zoom(camera, pivot, MathF.Exp(now), NearestOrbit * radius);
            _zoomLeft -= now;
            isMoving = true;
        }

        if (_mode == CameraMode.Turntable)
        {
            camera = Orbit.Turn(camera, pivot, _turntableSpeed * step, 0);
            isMoving = true;
        }

        if (!_isFollowing)
        {
            (Camera looking, float left) = Orbit.LookTowards(camera, pivot, share);
            isMoving |= left > 1e-3f;
            camera = left > 1e-3f ? looking : Orbit.LookTowards(camera, pivot, 1).Camera;
        }

        _camera = camera;
        return isMoving;
    }

    /// <summary>Closes in on the framing; true while there is way left.</summary>
    private bool Follow(CloudBounds bounds, bool hasPositions, float seconds)
    {
        if (!_isFollowing)
            return false;
        if (!_hasCamera)
        {
            _camera = Framing.FrameClosely(bounds, _cloud.Outline, _aspect, _free, Framing.FirstYaw, Framing.FirstPitch, _camera.VerticalFov);
            _hasCamera = hasPositions;
            return false;
        }

        Camera target = Framing.FrameClosely(bounds, _cloud.Outline, _aspect, _free, _camera.Yaw, _camera.Pitch, _camera.VerticalFov);
        Vector3 way = target.Position - _camera.Position;
        float right = Camera.ShortWay(_camera.Yaw, target.Yaw);
        float up = target.Pitch - _camera.Pitch;
        if (way.Length() < 1e-3f * bounds.Radius && Math.Abs(right) + Math.Abs(up) < 1e-3f)
        {
            _camera = target;
            return false;
        }

        float share = 1 - MathF.Exp(-seconds / FollowTime);
        _camera = _camera.Turned(right * share, up * share) with { Position = _camera.Position + (way * share) };
        return true;
    }

    private void Set<T>(ref T field, T value)
        where T : struct
    {
        if (EqualityComparer<T>.Default.Equals(field, value))
            return;
        field = value;
        Version++;
    }
}
