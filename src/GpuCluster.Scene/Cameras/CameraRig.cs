using System.Numerics;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Cameras;

/// <summary>The camera and what moves it. Frame thread.</summary>
/// <remarks>
/// How it works. Until the user flies, and again after F, the camera follows the cloud: each frame it closes in on the framing of the newest bounds, so the
/// cloud is whole in the picture from the first one on.
/// </remarks>
/// <param name="cloud">What is looked at.</param>
public sealed class CameraRig(CloudPositions cloud)
{
    /// <summary>Seconds in which the camera's way to the framing shrinks to 1/e.</summary>
    private const float FollowTime = 0.25f;

    /// <summary>A frame longer than this does not carry the camera further: after a stall one must not find oneself elsewhere.</summary>
    private const float LongestStep = 0.25f;

    /// <summary>The first frame after rest: what passed while nothing moved is no flight time.</summary>
    private const float FirstStep = 1 / 60f;

    private readonly FlyControl _fly = new();
    private bool _hasCamera;
    private bool _isFollowing = true;
    private bool _wasAnimating;
    private Vector2? _cursor;

    /// <summary>Changes whenever something but time moved the camera.</summary>
    public long Version { get; private set; }

    /// <summary>Where the camera is.</summary>
    public Camera Camera { get; private set; }

    /// <summary>True while a mouse button is held to look around.</summary>
    public bool IsLooking { get; private set; }

    /// <summary>True while time moves the camera.</summary>
    public bool IsMoving => _wasAnimating || _fly.IsMoving;

    /// <summary>Hears a key; true where it was the camera's.</summary>
    public bool HandleKey(Key key, bool isDown, KeyModifiers modifiers)
    {
        // With Control, letters are commands; a key that comes up is always heard.
        if ((!isDown || !modifiers.HasFlag(KeyModifiers.Control)) && _fly.Hold(key, isDown))
        {
            _isFollowing &= !isDown;
            return true;
        }

        if (!isDown || key != Key.F || modifiers != KeyModifiers.None)
            return false;
        FrameCloud();
        return true;
    }

    /// <summary>Goes to where the whole cloud is in the picture, and follows it from then on.</summary>
    public void FrameCloud()
    {
        _isFollowing = true;
        _fly.Stop();
        Version++;
    }

    /// <summary>Lets go of every key and of the mouse: a window without the keyboard never hears them come up.</summary>
    public void ReleaseAll()
    {
        _fly.ReleaseAll();
        Look(false);
    }

    /// <summary>Changes the speed by wheel steps.</summary>
    public void Scroll(float steps) => _fly.Scroll(steps);

    /// <summary>Begins or ends looking around by the mouse.</summary>
    public void Look(bool isLooking) => (IsLooking, _cursor) = (isLooking, null);

    /// <summary>Turns the camera by the way of the cursor while looking around.</summary>
    /// <param name="cursor">Pixels.</param>
    /// <param name="pictureHeight">Pixels.</param>
    public void MoveCursor(Vector2 cursor, int pictureHeight)
    {
        if (!IsLooking)
            return;
        if (_cursor is { } last && cursor != last)
        {
            Camera = FlyControl.Look(Camera, cursor.X - last.X, cursor.Y - last.Y, pictureHeight);
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

        // In this order: bounds are written before the version.
        bool hasPositions = cloud.Version > 0;
        CloudBounds bounds = cloud.Bounds;
        bool isApproaching = Follow(bounds, hasPositions, aspect, step);
        if (_fly.IsMoving)
            Camera = _fly.Move(Camera, step, bounds.Radius);
        _wasAnimating = isApproaching || _fly.IsMoving;
    }

    /// <summary>Closes in on the framing; true while there is way left.</summary>
    private bool Follow(CloudBounds bounds, bool hasPositions, float aspect, float seconds)
    {
        if (!_isFollowing)
            return false;
        if (!_hasCamera)
        {
            Camera = Framing.FrameClosely(bounds, cloud.Outline, aspect);
            _hasCamera = hasPositions;
            return false;
        }

        Camera target = Framing.FrameClosely(bounds, cloud.Outline, aspect, Camera.Yaw, Camera.Pitch);
        Vector3 way = target.Position - Camera.Position;
        float turn = Math.Abs(MathF.IEEERemainder(target.Yaw - Camera.Yaw, MathF.Tau)) + Math.Abs(target.Pitch - Camera.Pitch);
        if (way.Length() < 1e-3f * bounds.Radius && turn < 1e-3f)
        {
            Camera = target;
            return false;
        }

        float share = 1 - MathF.Exp(-seconds / FollowTime);
        Camera turned = Camera.Turned(MathF.IEEERemainder(target.Yaw - Camera.Yaw, MathF.Tau) * share, (target.Pitch - Camera.Pitch) * share);
        Camera = turned with { Position = Camera.Position + (way * share) };
        return true;
    }
}
