using GpuCluster.Core.Progress;

namespace GpuCluster.Pipeline.Progress;

/// <summary>
/// Progress of a run that announces its stages, so that the time left can be estimated. A pipeline that receives a plain <see
/// cref="IStageProgress"/> announces nothing.
/// </summary>
public interface IRunProgress : IStageProgress
{
    /// <summary>Announces the stages to come, in order.</summary>
    /// <param name="stages">The stages, each with its share of the work.</param>
    void Plan(params IReadOnlyList<PlannedStage> stages);
}
