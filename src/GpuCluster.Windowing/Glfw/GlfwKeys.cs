using GpuCluster.Scene.Input;

namespace GpuCluster.Windowing.Glfw;

/// <summary>GLFW's key and button numbers (glfw3.h) as the program's.</summary>
internal static class GlfwKeys
{
    internal static Key KeyOf(int code) =>
        code switch
        {
            >= 'A' and <= 'Z' => Key.A + (code - 'A'),
            >= '0' and <= '9' => Key.Digit0 + (code - '0'),
            ' ' => Key.Space,
            ',' => Key.Comma,
            '-' => Key.Minus,
            '.' => Key.Period,
            '=' => Key.Equal,
            256 => Key.Escape,
            257 or 335 => Key.Enter,
            258 => Key.Tab,
            259 => Key.Backspace,
            261 => Key.Delete,
            262 => Key.Right,
            263 => Key.Left,
            264 => Key.Down,
            265 => Key.Up,
            266 => Key.PageUp,
            267 => Key.PageDown,
            268 => Key.Home,
            269 => Key.End,
            290 => Key.F1,
            301 => Key.F12,
            340 => Key.LeftShift,
            341 => Key.LeftControl,
            342 => Key.LeftAlt,
            344 => Key.RightShift,
            345 => Key.RightControl,
            346 => Key.RightAlt,
            _ => Key.Unknown,
        };

    /// <summary>Editing and navigation keys: while held, repeated presses are reported. Other keys are reported once.</summary>
    internal static bool Repeats(Key key) =>
        key is Key.Left or Key.Right or Key.Up or Key.Down or Key.Backspace or Key.Delete or Key.PageUp or Key.PageDown;

    internal static MouseButton ButtonOf(int code) =>
        code switch
        {
            0 => MouseButton.Left,
            1 => MouseButton.Right,
            2 => MouseButton.Middle,
            _ => MouseButton.Other,
        };
}
