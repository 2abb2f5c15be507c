namespace GpuCluster.Panels.Status;

/// <summary>What the layout is doing, as the overlay tells it.</summary>
public enum RunState
{
    Loading,
    Running,
    Paused,
    Finished,
    Failed,
}
