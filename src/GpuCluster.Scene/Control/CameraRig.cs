using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Control;

/// <summary>The camera and what moves it. Frame thread.</summary>
/// <remarks>
/// How it works. Exactly one source moves the camera: a recorded path that plays, else a flight to a place, else the mode
/// (<see cref="CameraMode"/>) and the wheel. Any key, button or wheel step stops a path or flight. Until the user flies, and again after
/// the cloud is framed, the camera also follows the cloud: each frame it approaches the framing of the newest bounds, so the whole cloud is
/// in the picture from the first frame on. All motion is integrated exactly, or in pieces of at most 1/240 second, so that it is the same
/// at any frame rate.
/// </remarks>
public sealed class CameraRig
{
    /// <summary>How many bookmarks there are.</summary>
    public const int BookmarkCount = 9;

    /// <summary>Radians a second: a turn in 30 seconds.</summary>
    public const float FirstTurntableSpeed = MathF.Tau / 30;

    /// <summary>Radians a second.</summary>
    public const float FastestTurntableSpeed = MathF.PI;

    /// <summary>The longest time step of a frame, so that a stall does not move the camera far.</summary>
    private const float LongestStep = 0.25f;

    /// <summary>Degrees of one step of the field of view.</summary>
    private const float FovStep = 5;

    /// <summary>The time step of the first frame after rest: time without motion does not count.</summary>
    private const float FirstStep = 1 / 60f;

    /// <summary>The largest error of a recorded path, in radii of the cloud.</summary>
    private const float PathTolerance = 0.005f;

    private readonly CloudPositions _cloud;
    private readonly CameraSubject _subject;
    private readonly Action<SceneRequest> _ask;
    private readonly FlyControl _fly = new();
    private readonly CameraJourney _journey = new();
    private readonly CameraBookmarks _bookmarks = new();
    private readonly PrincipalPoint _centre = new();
    private readonly CloudFollower _follower;
    private readonly AdaptiveFlight _flight;
    private readonly WheelZoom _zoom;
    private readonly OrbitMotion _orbit;
    private CameraMode _mode;
    private CameraPathRecorder? _recorder;
    private float _aspect = 16 / 9f;
    private FreeArea _free;
    private float _turntableSpeed = FirstTurntableSpeed;
    private bool _wasAnimating;
    private bool _adaptsSpeed = true;
    private bool _showsAxes = true;
    private Vector2? _cursor;

    /// <summary>A camera that looks at a cloud.</summary>
    /// <param name="cloud">Where the points are.</param>
    /// <param name="selection">Orbited and framed if it is not empty.</param>
    /// <param name="ask">Receives requests to the program.</param>
    public CameraRig(CloudPositions cloud, SelectionModel selection, Action<SceneRequest> ask)
    {
        (_cloud, _ask) = (cloud, ask);
        _subject = new CameraSubject(cloud, selection);
        _follower = new CloudFollower(cloud);
        _flight = new AdaptiveFlight(cloud, _fly);
        _zoom = new WheelZoom(cloud);
        _orbit = new OrbitMotion(cloud, _subject, _fly, _zoom);
    }

    /// <summary>Changes whenever the camera was moved by anything but time, or a setting changed.</summary>
    public long Version { get; private set; }

    /// <summary>
    /// Where the camera is. A motion to where no camera can be (<see cref="Camera.IsUsable"/>), as about a cloud that grows without
    /// bounds, ends at once: the camera stays, and follows the cloud.
    /// </summary>
    public Camera Camera
    {
        get;
        private set
        {
            if (value.IsUsable)
                field = value;
            else
                ComeBack();
        }
    } = new(Vector3.Zero, Framing.FirstYaw, Framing.FirstPitch);

    /// <summary>The part of the picture to frame in; the camera looks at its middle.</summary>
    public FreeArea Free
    {
        get => _free;
        set => Set(ref _free, value);
    }

    /// <summary>Edge of a sample's picture in the world, for which framing leaves room; 0 where there are none.</summary>
    public float PictureSize { get; set; }

    /// <summary>
    /// Where the camera's axis meets the picture: in the middle of <see cref="Free"/>, or on the way there. Clip coordinates: x to the
    /// right and y down, -1 to 1.
    /// </summary>
    public Vector2 Centre => _centre.Place;

    /// <summary>True while a mouse button is held to look around.</summary>
    public bool IsLooking { get; private set; }

    /// <summary>True while the camera moves by time, or its motion is recorded.</summary>
    public bool IsMoving => _wasAnimating || IsMovedByUser;

    /// <summary>True while the user moves the camera, by keys, wheel, turntable, flight or recording; it may follow the cloud.</summary>
    public bool IsMovedByUser => _fly.IsMoving || _mode == CameraMode.Turntable || IsFlying || IsRecording || IsZooming;

    /// <summary>True while a wheel step is still being applied.</summary>
    public bool IsZooming => _zoom.IsMoving;

    /// <summary>How keys and mouse control the camera. A change stops a flight, and the camera turns to the orbited point.</summary>
    public CameraMode Mode
    {
        get => _mode;
        set
        {
            Interrupt();
            _fly.Stop();
            _zoom.Stop();
            _orbit.Reset();

            // The framing is of the whole cloud, and of a flat one from in front.
            if (value != CameraMode.Fly && (_subject.IsSelection || _cloud.Bounds.IsFlat))
                _follower.IsFollowing = false;
            Set(ref _mode, value);
        }
    }

    /// <summary>True while the camera keeps the whole cloud in the picture.</summary>
    public bool IsFollowing => _follower.IsFollowing;

    /// <summary>True while a path plays or a flight goes on.</summary>
    public bool IsFlying => _journey.IsUnderWay;

    /// <summary>Vertical field of view in degrees, 20 to 120. Clamped.</summary>
    public float FieldOfView
    {
        get => float.RadiansToDegrees(Camera.VerticalFov);
        set
        {
            float fov = Math.Clamp(float.DegreesToRadians(value), Camera.NarrowestFov, Camera.WidestFov);
            if (float.IsNaN(fov) || fov.Equals(Camera.VerticalFov))
                return;
            Camera = Camera with { VerticalFov = fov };
            Version++;
        }
    }

    /// <summary>The flight speed relative to the initial one, 1/64 to 64.</summary>
    public float SpeedFactor
    {
        get => _fly.SpeedFactor;
        set
        {
            _fly.SpeedFactor = value;
            Version++;
        }
    }

    /// <summary>Whether the speed follows the distance and density of the cloud, and not only its size.</summary>
    public bool AdaptsSpeed
    {
        get => _adaptsSpeed;
        set => Set(ref _adaptsSpeed, value);
    }

    /// <summary>Radians a second that the turntable turns to the right, within ±π. Clamped.</summary>
    public float TurntableSpeed
    {
        get => _turntableSpeed;
        set =>
            Set(
                ref _turntableSpeed,
                float.IsNaN(value) ? _turntableSpeed : Math.Clamp(value, -FastestTurntableSpeed, FastestTurntableSpeed)
            );
    }

    /// <summary>Whether the three axes are drawn in the corner.</summary>
    public bool ShowsAxes
    {
        get => _showsAxes;
        set => Set(ref _showsAxes, value);
    }

    /// <summary>The places of the keys 1 to 9, the first at 0; null where none is set.</summary>
    public IReadOnlyList<Camera?> Bookmarks => _bookmarks.All;

    /// <summary>True while the camera's way is recorded.</summary>
    public bool IsRecording => _recorder is not null;

    /// <summary>The length of the recording so far in seconds; 0 if there is none.</summary>
    public double RecordedSeconds => _recorder?.Seconds ?? 0;

    /// <summary>The path recorded or loaded last, or null.</summary>
    public CameraPath? Path { get; private set; }

    /// <summary>The state that is saved between two sessions.</summary>
    public CameraRigState State =>
        new()
        {
            Camera = _follower.HasCamera ? Camera : null,
            Mode = _mode,
            IsFollowing = IsFollowing,
            Bookmarks = [.. Bookmarks],
            SpeedFactor = SpeedFactor,
            AdaptsSpeed = _adaptsSpeed,
            TurntableSpeed = _turntableSpeed,
            ShowsAxes = _showsAxes,
            Path = Path?.Keyframes ?? [],
        };

    /// <summary>
    /// The depth in view space of what the camera looks at: the selection or the cloud, or, where the camera has passed it, what is
    /// nearest.
    /// </summary>
    internal float TargetDepth
    {
        get
        {
            float depth = Vector3.Dot(_orbit.Target(IsFollowing) - Camera.Position, Camera.Forward);
            float radius = _cloud.Bounds.Radius;

            // Beyond the cloud the distance to it must not be a distance to go on by.
            return Math.Max(depth, Math.Clamp(_cloud.Samples.ScaleAt(Camera.Position), WheelZoom.Nearest * radius, radius / 2));
        }
    }

    /// <summary>Restores a saved state.</summary>
    /// <exception cref="ArgumentException">An invalid camera, more than nine bookmarks, or an invalid path; nothing has changed
    /// then.</exception>
    public void Restore(CameraRigState state)
    {
        CameraPath? path = CameraRigState.Check(state);
        Mode = state.Mode;
        Path = path;
        (_follower.HasCamera, _follower.IsFollowing) = (state.Camera is not null, state.IsFollowing);
        Camera = state.Camera ?? Camera;
        _bookmarks.Restore(state.Bookmarks);
        SpeedFactor = state.SpeedFactor;
        AdaptsSpeed = state.AdaptsSpeed;
        TurntableSpeed = state.TurntableSpeed;
        ShowsAxes = state.ShowsAxes;
        Version++;
    }

    /// <summary>Begins a motion of the camera, which goes on until the key is released.</summary>
    /// <param name="key">The held key; two keys may do the same.</param>
    /// <param name="motion">What it does.</param>
    public void Hold(Key key, FlightMotion motion)
    {
        _fly.Hold(key, motion);
        _follower.IsFollowing &= motion == FlightMotion.Fast;
    }

    /// <summary>Ends the motion of a key that was held, if it had one.</summary>
    public void Release(Key key) => _fly.Release(key);

    /// <summary>Stops a flight or a playing path; true if there was one.</summary>
    public bool Interrupt()
    {
        if (!_journey.End())
            return false;
        Version++;
        return true;
    }

    /// <summary>Sets a mode, or returns from it to flying.</summary>
    public void ToggleMode(CameraMode mode) => Mode = Mode == mode ? CameraMode.Fly : mode;

    /// <summary>Widens the field of view by a number of steps, or narrows it if negative.</summary>
    public void StepFieldOfView(int steps) => FieldOfView += steps * FovStep;

    /// <summary>Flies to frame the selection; without one, frames the whole cloud and follows it from then on.</summary>
    public void Frame()
    {
        if (!_subject.IsSelection)
        {
            FrameCloud();
            return;
        }

        _orbit.Reset();
        FlyTo(Framing.Frame(_subject.Bounds, _aspect, _free, Camera.Yaw, Camera.Pitch, Camera.VerticalFov, PictureSize / 2));
    }

    /// <summary>Flies to frame the whole cloud, and follows it from then on.</summary>
    public void FrameCloud()
    {
        Interrupt();
        _follower.IsFollowing = true;
        _fly.Stop();
        _zoom.Stop();
        _orbit.Recentre();
        Version++;
    }

    /// <summary>Flies smoothly to a place. Any key stops the flight.</summary>
    public void FlyTo(Camera camera)
    {
        Interrupt();
        _fly.Stop();
        _zoom.Stop();
        _follower.IsFollowing = false;
        _journey.Begin(new CameraFlight(Camera, camera, _cloud.Bounds));
        Version++;
    }

    /// <summary>Saves the camera as a bookmark.</summary>
    /// <param name="number">1 to 9.</param>
    public void SetBookmark(int number)
    {
        _bookmarks[number] = Camera;
        Version++;
    }

    /// <summary>Flies to a bookmark; does nothing if it is not set.</summary>
    /// <param name="number">1 to 9.</param>
    public void GoToBookmark(int number)
    {
        if (_bookmarks[number] is not { } camera)
            return;
        Mode = CameraMode.Fly;
        FlyTo(camera);
    }

    /// <summary>
    /// Starts or ends a recording of the camera's motion. At the end <see cref="Path"/> is new, and a request to save it is sent.
    /// </summary>
    public void ToggleRecording()
    {
        if (_recorder is null)
        {
            _recorder = new CameraPathRecorder(Camera);
        }
        else
        {
            Path = _recorder.ToPath(PathTolerance * _cloud.Bounds.Radius);
            _recorder = null;
            _ask(new SceneRequest.SaveCameraPath());
        }

        Version++;
    }

    /// <summary>Plays a path from its beginning and sets <see cref="Path"/> to it. Any key stops it.</summary>
    public void Play(CameraPath path)
    {
        Mode = CameraMode.Fly;
        Path = path;
        _journey.Begin(path);
        (_follower.IsFollowing, _follower.HasCamera) = (false, true);
        Camera = path.At(0);
        Version++;
    }

    /// <summary>Plays <see cref="Path"/>; does nothing without one, or while the camera's motion is recorded.</summary>
    public void PlayPath()
    {
        if (Path is { } path && !IsRecording)
            Play(path);
    }

    /// <summary>Releases all keys and the mouse: a window without the keyboard receives no release events.</summary>
    public void ReleaseAll()
    {
        _fly.ReleaseAll();
        Look(false);
    }

    /// <summary>Goes nearer to a place, or away from it, without turning: the place stays where it is in the picture.</summary>
    /// <param name="steps">Of the wheel, away from the user positive: nearer.</param>
    /// <param name="place">World space; null: what the camera looks at.</param>
    public void Zoom(float steps, Vector3? place = null)
    {
        Interrupt();
        _zoom.Add(steps, place);
        _follower.IsFollowing = false;
        Version++;
    }

    /// <summary>Moves sideways, together with what is orbited.</summary>
    /// <param name="way">World space.</param>
    public void Pan(Vector3 way)
    {
        Interrupt();
        _orbit.Pan(way);
        Camera = Camera with { Position = Camera.Position + way };
        _follower.IsFollowing = false;
        Version++;
    }

    /// <summary>Changes the flight speed.</summary>
    /// <param name="steps">Of the wheel, away from the user positive: faster.</param>
    public void ChangeSpeed(float steps)
    {
        Interrupt();
        _fly.Scroll(steps);
        Version++;
    }

    /// <summary>Flies to a point, as near as a framed selection of it, or until its picture is half as high as the free area.</summary>
    /// <param name="point">World space.</param>
    /// <param name="pictureEdge">Edge of its picture in the world; 0 if it has none.</param>
    public void FlyToPoint(Vector3 point, float pictureEdge = 0)
    {
        float whole = CameraSubject.MinShare * _cloud.Bounds.Radius;
        float half = pictureEdge > 0 ? Math.Min(whole, pictureEdge) : whole;
        CloudBounds around = new(point, new Vector3(half, half, _cloud.Bounds.IsFlat ? 0 : half), half);
        _orbit.Reset();
        FlyTo(Framing.Frame(around, _aspect, _free, Camera.Yaw, Camera.Pitch, Camera.VerticalFov));
    }

    /// <summary>Starts or ends looking around with the mouse.</summary>
    public void Look(bool isLooking)
    {
        if (isLooking)
            Interrupt();
        (IsLooking, _cursor) = (isLooking, null);
    }

    /// <summary>Turns the camera, or moves it round the orbited point, by the cursor's movement while looking around.</summary>
    /// <param name="cursor">Pixels.</param>
    /// <param name="pictureHeight">Pixels.</param>
    public void MoveCursor(Vector2 cursor, int pictureHeight)
    {
        if (!IsLooking)
            return;
        if (_cursor is { } last && cursor != last)
        {
            Camera looked = FlyControl.Look(Camera, cursor.X - last.X, cursor.Y - last.Y, pictureHeight);
            Camera = _mode == CameraMode.Fly ? looked : _orbit.TurnAs(Camera, looked);
            _follower.IsFollowing = false;
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
        bool isMoving = _centre.Approach(_free.Centre, Easing.Share(step, Easing.FollowTime));
        isMoving |= MoveOn(step);
        _recorder?.Add(step, Camera);
        _wasAnimating = isMoving || _recorder is not null;
    }

    /// <summary>Ends every motion, with all that it has stored, and follows the cloud.</summary>
    private void ComeBack()
    {
        _orbit.Reset();
        _flight.Rest();
        FrameCloud();
    }

    /// <summary>Moves the camera by its present source of motion; true until that has finished.</summary>
    private bool MoveOn(float step)
    {
        if (_journey.MoveOn(step) is { } underWay)
        {
            Camera = underWay;
            return true;
        }

        (Camera, bool isMoving) = _follower.MoveOn(Camera, _aspect, _free, PictureSize / 2, step);
        if (_mode != CameraMode.Fly)
        {
            (Camera, bool goesRound) = _orbit.MoveOn(Camera, step, IsFollowing, _mode == CameraMode.Turntable ? _turntableSpeed : null);
            return goesRound || isMoving;
        }

        if (_fly.IsMoving)
            Camera = _flight.MoveOn(Camera, step, _adaptsSpeed);
        else
            _flight.Rest();

        bool isZooming = IsZooming;
        if (isZooming)
            (Camera, _) = _zoom.MoveOn(Camera, Camera.Position + (Camera.Forward * TargetDepth), step);
        return isMoving || isZooming || _fly.IsMoving;
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
