using GpuCluster.Scene.Input;

namespace GpuCluster.Windowing.Glfw;

/// <summary>GLFW's key and button numbers (glfw3.h) as the program's.</summary>
internal static class GlfwKeys
{
    internal static Key KeyOf(int code) => code switch
    {
        >= 'A' and <= 'Z' => Key.A + (code - 'A'),
        ' ' => Key.Space,
        256 => Key.Escape,
        257 => Key.Enter,
        258 => Key.Tab,
        262 => Key.Right,
        263 => Key.Left,
        264 => Key.Down,
        265 => Key.Up,
        290 => Key.F1,
        301 => Key.F12,
        340 => Key.LeftShift,
        341 => Key.LeftControl,
        344 => Key.RightShift,
        345 => Key.RightControl,
        _ => Key.Unknown,
    };

    internal static MouseButton ButtonOf(int code) => code switch
    {
        0 => MouseButton.Left,
        1 => MouseButton.Right,
        2 => MouseButton.Middle,
        _ => MouseButton.Other,
    };
}
