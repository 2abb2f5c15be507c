using GpuCluster.Scene;
using GpuCluster.Scene.Input;

namespace GpuCluster.Session.Live;

/// <summary>The keys to start with. They are shown until the user presses a key or a mouse button, or turns the wheel.</summary>
/// <param name="isOn">False: never shown.</param>
internal sealed class FirstHint(bool isOn)
{
    private static readonly string Keys = string.Join("   ", SceneCommands.First.Select(command => $"{command.Keys}: {command.Text}"));

    private bool _isShown = isOn;

    /// <summary>What to show now; empty: nothing.</summary>
    public string Text => _isShown ? Keys : string.Empty;

    /// <summary>Looks at an input event.</summary>
    public void Handle(in InputEvent input) =>
        _isShown &= !(input is { Kind: InputKind.Key or InputKind.MouseButton, IsDown: true } or { Kind: InputKind.Scrolled });
}
