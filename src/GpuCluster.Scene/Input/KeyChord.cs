namespace GpuCluster.Scene.Input;

/// <summary>A key, and the modifiers that are held while it is pressed.</summary>
/// <param name="Key">The key that is pressed last.</param>
/// <param name="Modifiers">Modifiers that have to be held.</param>
/// <param name="Ignored">Modifiers that may be held too; any other modifier makes it another chord.</param>
public sealed record KeyChord(Key Key, KeyModifiers Modifiers, KeyModifiers Ignored)
{
    /// <summary>The name of the key alone, as users read it.</summary>
    public string KeyName =>
        Key switch
        {
            >= Key.Digit0 and <= Key.Digit9 => ((char)('0' + (Key - Key.Digit0))).ToString(),
            Key.Minus => "-",
            Key.Equal => "=",
            Key.Escape => "Esc",
            Key.LeftShift or Key.RightShift => "Shift",
            _ => Key.ToString(),
        };

    /// <summary>Whether a pressed key is this chord.</summary>
    /// <param name="key">The pressed key.</param>
    /// <param name="held">The modifiers that are held.</param>
    public bool Matches(Key key, KeyModifiers held) => key == Key && (held & ~Ignored) == Modifiers;

    /// <summary>The chord as users read it, for example "Ctrl+Shift+E".</summary>
    public override string ToString() =>
        (Modifiers.HasFlag(KeyModifiers.Control) ? "Ctrl+" : string.Empty)
        + (Modifiers.HasFlag(KeyModifiers.Shift) ? "Shift+" : string.Empty)
        + (Modifiers.HasFlag(KeyModifiers.Alt) ? "Alt+" : string.Empty)
        + KeyName;
}
