using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene.Control;

/// <summary>
/// Flies a camera by held keys and mouse. Velocity approaches that of the keys exponentially; velocity and position are integrated
/// exactly, so that the flight is the same at any frame rate.
/// </summary>
public sealed class FlyControl
{
    /// <summary>Scales a second at the first speed.</summary>
    private const float ScalesPerSecond = 0.9f;

    private const float FastFactor = 4;
    private const float WheelFactor = 1.2f;
    private const float SlowestFactor = 1 / 64f;
    private const float FastestFactor = 64;

    /// <summary>Time constant of the velocity in seconds: short enough to feel direct, long enough not to jerk.</summary>
    private const float Inertia = 0.08f;

    /// <summary>Radians per height of the picture that the mouse travels.</summary>
    private const float LookPerHeight = 2;

    private readonly Dictionary<Key, FlightMotion> _held = [];

    // In the camera's right, up and forward, world units a second.
    private Vector3 _velocity;
    private float _factor = 1;

    /// <summary>True while a flight key is held or the camera still drifts.</summary>
    public bool IsMoving => Direction() != Vector3.Zero || _velocity != Vector3.Zero;

    /// <summary>The flight speed relative to the initial one, 1/64 to 64.</summary>
    public float SpeedFactor
    {
        get => _factor;
        set => _factor = float.IsNaN(value) ? _factor : Math.Clamp(value, SlowestFactor, FastestFactor);
    }

    /// <summary>Begins a motion, which goes on until the key is released.</summary>
    /// <param name="key">The held key; two keys may do the same.</param>
    /// <param name="motion">What it does.</param>
    public void Hold(Key key, FlightMotion motion) => _held[key] = motion;

    /// <summary>Ends the motion of a key that was held, if it had one.</summary>
    public void Release(Key key) => _held.Remove(key);

    /// <summary>Releases all keys: a window without the keyboard receives no release events.</summary>
    public void ReleaseAll() => _held.Clear();

    /// <summary>Stops at once, before something else moves the camera.</summary>
    public void Stop() => _velocity = Vector3.Zero;

    /// <summary>Changes the speed by wheel steps.</summary>
    public void Scroll(float steps) => SpeedFactor = _factor * MathF.Pow(WheelFactor, steps);

    /// <summary>Turns the camera by a movement of the mouse, in pixels to the right and down.</summary>
    public static Camera Look(Camera camera, float dx, float dy, int pictureHeight)
    {
        float scale = LookPerHeight / Math.Max(1, pictureHeight);
        return camera.Turned(dx * scale, -dy * scale);
    }

    /// <summary>Moves the camera on.</summary>
    /// <param name="camera">Where it is.</param>
    /// <param name="seconds">Since the last move.</param>
    /// <param name="scale">The local scale in world units; the speed is proportional to it.</param>
    public Camera Move(Camera camera, float seconds, float scale)
    {
        Vector3 way = Way(seconds, scale);
        return camera with { Position = camera.Position + (camera.Right * way.X) + (camera.Up * way.Y) + (camera.Forward * way.Z) };
    }

    /// <summary>The displacement by the keys, in the camera's right, up and forward.</summary>
    /// <param name="seconds">Since the last call.</param>
    /// <param name="scale">The unit of speed and displacement.</param>
    public Vector3 Way(float seconds, float scale)
    {
        float speed = scale * ScalesPerSecond * _factor * (Is(FlightMotion.Fast) ? FastFactor : 1);
        Vector3 asked = Direction() * speed;

        // v(t) = asked + (v0 - asked) e^(-t/T); its integral is the displacement.
        float left = MathF.Exp(-seconds / Inertia);
        Vector3 way = (asked * seconds) + ((_velocity - asked) * (Inertia * (1 - left)));
        _velocity = asked + ((_velocity - asked) * left);
        if (asked == Vector3.Zero && _velocity.Length() < 1e-3f * scale)
            _velocity = Vector3.Zero;
        return way;
    }

    private Vector3 Direction()
    {
        Vector3 direction = new(
            Sign(FlightMotion.Right) - Sign(FlightMotion.Left),
            Sign(FlightMotion.Up) - Sign(FlightMotion.Down),
            Sign(FlightMotion.Forward) - Sign(FlightMotion.Back)
        );
        return direction == Vector3.Zero ? direction : Vector3.Normalize(direction);
    }

    private int Sign(FlightMotion motion) => Is(motion) ? 1 : 0;

    private bool Is(FlightMotion motion) => _held.ContainsValue(motion);
}
