namespace GpuCluster.Core.Progress;

/// <summary>Discards all progress.</summary>
public sealed class NoProgress : IStageProgress
{
    public static NoProgress Instance { get; } = new();

    public void Begin(string stage, string shape) { }

    public void Report(double fraction) { }

    public void Warn(string message) { }
}
