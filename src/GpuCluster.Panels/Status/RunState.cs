namespace GpuCluster.Panels.Status;

/// <summary>The state of the layout, as the overlay shows it.</summary>
public enum RunState
{
    Loading,
    Running,
    Paused,
    Finished,
    Failed,
}
