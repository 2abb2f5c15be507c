namespace GpuCluster.Pipeline.Progress;

/// <summary>A stage that is to come.</summary>
/// <param name="Name">The name that <see cref="Core.Progress.IStageProgress.Begin"/> will report, one of <see cref="StageNames"/>.</param>
/// <param name="Weight">Its estimated share of the work, 0 or more, in any unit that all stages of a plan share.</param>
public readonly record struct PlannedStage(string Name, double Weight);
