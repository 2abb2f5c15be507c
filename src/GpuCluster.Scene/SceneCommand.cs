using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene;

/// <summary>One entry of <see cref="SceneCommands"/>: its keys, its words, and what it does.</summary>
/// <param name="group">Where lists show it.</param>
/// <param name="text">A few words for the help page.</param>
public sealed class SceneCommand(CommandGroup group, string text)
{
    /// <summary>More chords than this are shown as the first and the last.</summary>
    private const int MaxListedChords = 4;

    private readonly Action<SceneState, int>? _act;

    /// <summary>A command that does something when one of its chords is pressed.</summary>
    /// <param name="group">Where lists show it.</param>
    /// <param name="text">A few words for the help page.</param>
    /// <param name="act">Gets the index of the chord.</param>
    internal SceneCommand(CommandGroup group, string text, Action<SceneState, int> act)
        : this(group, text) => _act = act;

    /// <summary>A command whose chords all do the same.</summary>
    /// <param name="group">Where lists show it.</param>
    /// <param name="text">A few words for the help page.</param>
    /// <param name="act">What it does.</param>
    internal SceneCommand(CommandGroup group, string text, Action<SceneState> act)
        : this(group, text, (scene, _) => act(scene)) { }

    /// <summary>Where lists show it.</summary>
    public CommandGroup Group { get; } = group;

    /// <summary>A few words for the help page.</summary>
    public string Text { get; } = text;

    /// <summary>The words of tooltips and of the README, which may be longer than <see cref="Text"/>.</summary>
    public string Description { get; init; } = text;

    /// <summary>The description with the keys, for the tooltip of a button.</summary>
    public string Tooltip => $"{Description} ({Keys})";

    /// <summary>The chords. Each does the same, or something of its own by its index.</summary>
    public IReadOnlyList<KeyChord> Chords { get; init; } = [];

    /// <summary>Other keys for <see cref="Chords"/>, in their order, that lists leave out.</summary>
    public IReadOnlyList<KeyChord> Alternatives { get; init; } = [];

    /// <summary>What the mouse does, if this is no command of the keyboard; <see cref="MouseControl"/> or a widget handles it.</summary>
    public string Gesture { get; init; } = string.Empty;

    /// <summary>Whether the panels handle its keys, before the scene receives them.</summary>
    public bool IsForPanels { get; init; }

    /// <summary>One for each chord: the motion of the camera as long as the key is held. Empty: the command acts once.</summary>
    public IReadOnlyList<FlightMotion> Motions { get; init; } = [];

    /// <summary>The keys or the gesture as users read them, for example "W A S D" or "Ctrl+1–9".</summary>
    public string Keys =>
        Gesture.Length > 0 ? Gesture
        : Chords.Count > MaxListedChords ? $"{Chords[0]}–{Chords[^1].KeyName}"
        : string.Join(' ', Chords);

    /// <summary>Whether <see cref="Run"/> does something: neither a held key nor the mouse nor a panel does it.</summary>
    public bool CanRun => _act is not null;

    /// <summary>Whether a key belongs to it, with any modifiers.</summary>
    public bool Has(Key key) => Chords.Concat(Alternatives).Any(chord => chord.Key == key);

    /// <summary>Whether a pressed key is one of <see cref="Chords"/>.</summary>
    /// <param name="key">The pressed key.</param>
    /// <param name="held">The modifiers that are held.</param>
    public bool Matches(Key key, KeyModifiers held) => Chords.Any(chord => chord.Matches(key, held));

    /// <summary>Does it, as a button does.</summary>
    /// <param name="scene">What it acts on.</param>
    /// <param name="chord">The index of the chord.</param>
    /// <exception cref="InvalidOperationException">Not <see cref="CanRun"/>.</exception>
    public void Run(SceneState scene, int chord = 0)
    {
        if (_act is null)
            throw new InvalidOperationException($"'{Text}' cannot be run.");
        _act(scene, chord);
    }
}
