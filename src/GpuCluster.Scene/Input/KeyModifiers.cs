namespace GpuCluster.Scene.Input;

/// <summary>Keys that change what another key or a mouse button means while they are held.</summary>
[Flags]
public enum KeyModifiers
{
    None = 0,
    Shift = 1,
    Control = 2,
    Alt = 4,
}
