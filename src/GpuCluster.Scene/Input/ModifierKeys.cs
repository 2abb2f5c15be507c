namespace GpuCluster.Scene.Input;

/// <summary>The keys that are modifiers.</summary>
public static class ModifierKeys
{
    /// <summary>The modifier that a key is; <see cref="KeyModifiers.None"/> for any other key.</summary>
    public static KeyModifiers Of(Key key) =>
        key switch
        {
            Key.LeftShift or Key.RightShift => KeyModifiers.Shift,
            Key.LeftControl or Key.RightControl => KeyModifiers.Control,
            Key.LeftAlt or Key.RightAlt => KeyModifiers.Alt,
            _ => KeyModifiers.None,
        };

    /// <summary>The modifiers that are held after a key went down or up.</summary>
    /// <param name="held">The modifiers before.</param>
    /// <param name="key">Any key.</param>
    /// <param name="isDown">Whether it went down.</param>
    public static KeyModifiers After(KeyModifiers held, Key key, bool isDown) => isDown ? held | Of(key) : held & ~Of(key);
}
