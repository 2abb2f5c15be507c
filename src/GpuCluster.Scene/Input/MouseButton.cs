namespace GpuCluster.Scene.Input;

public enum MouseButton
{
    Left,
    Right,
    Middle,
    Other,
}
