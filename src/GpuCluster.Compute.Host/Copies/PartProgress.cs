using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>The progress of one step as a part of a stage. Warnings of the step are left to its caller.</summary>
/// <param name="stage">The progress of the stage.</param>
/// <param name="from">The share that is done before the step.</param>
/// <param name="to">The share that is done after it.</param>
internal sealed class PartProgress(IStageProgress stage, double from, double to) : IStageProgress
{
    /// <inheritdoc/>
    public void Begin(string stage, string shape) { }

    /// <inheritdoc/>
    public void Report(double fraction) => stage.Report(from + ((to - from) * fraction));

    /// <inheritdoc/>
    public void Warn(string message) { }
}
