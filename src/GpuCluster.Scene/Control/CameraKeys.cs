using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene.Control;

/// <summary>Which key does what with the camera, but for those that fly it (<see cref="FlyControl"/>).</summary>
/// <param name="rig">Told.</param>
internal sealed class CameraKeys(CameraRig rig)
{
    /// <summary>Degrees that one step of the field of view's keys changes it by.</summary>
    private const float FovStep = 5;

    /// <summary>Hears a key that went down; true where it was the camera's.</summary>
    public bool Press(Key key, KeyModifiers modifiers) => modifiers switch
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

    /// <summary>Shift, held to fly faster, makes no difference to other keys than these.</summary>
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
