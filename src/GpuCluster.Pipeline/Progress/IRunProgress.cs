using GpuCluster.Core.Progress;

namespace GpuCluster.Pipeline.Progress;

/// <summary>Progress of a run whose stages are known beforehand.</summary>
public interface IRunProgress : IStageProgress
{
    /// <summary>Announces the stages to come, so that time left covers all of them.</summary>
    void Plan(params IReadOnlyList<PlannedStage> stages);
}
