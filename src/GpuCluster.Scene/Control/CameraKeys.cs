using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene.Control;

/// <summary>The camera's keys, except those that fly it (<see cref="FlyControl"/>).</summary>
/// <param name="rig">The camera that is controlled.</param>
internal sealed class CameraKeys(CameraRig rig)
{
    /// <summary>Degrees by which one key press changes the field of view.</summary>
    private const float FovStep = 5;

    /// <summary>Handles a key press; true if the camera used it.</summary>
    public bool Press(Key key, KeyModifiers modifiers) =>
        modifiers switch
        {
            KeyModifiers.None => PressPlain(key),
            KeyModifiers.Control => PressWithControl(key),
            KeyModifiers.Shift => PressWithShift(key) || PressPlain(key),
            _ => false,
        };

    private bool PressPlain(Key key)
    {
        switch (key)
        {
            case Key.F:
                rig.Frame();
                return true;
            case Key.C:
                rig.Mode = rig.Mode == CameraMode.Orbit ? CameraMode.Fly : CameraMode.Orbit;
                return true;
            case Key.T:
                rig.Mode = rig.Mode == CameraMode.Turntable ? CameraMode.Fly : CameraMode.Turntable;
                return true;
            case Key.V:
                rig.ToggleRecording();
                return true;
            case >= Key.Digit1 and <= Key.Digit9:
                rig.GoToBookmark(1 + (key - Key.Digit1));
                return true;
            default:
                return false;
        }
    }

    private bool PressWithControl(Key key)
    {
        switch (key)
        {
            case Key.Minus:
                rig.FieldOfView -= FovStep;
                return true;
            case Key.Equal:
                rig.FieldOfView += FovStep;
                return true;
            case >= Key.Digit1 and <= Key.Digit9:
                rig.SetBookmark(1 + (key - Key.Digit1));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Shift, held to fly faster, changes only these keys.</summary>
    private bool PressWithShift(Key key)
    {
        switch (key)
        {
            case Key.F:
                rig.FrameCloud();
                return true;
            case Key.V:
                if (rig is { Path: { } path, IsRecording: false })
                    rig.Play(path);
                return true;
            default:
                return false;
        }
    }
}
