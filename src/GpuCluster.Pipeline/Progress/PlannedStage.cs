namespace GpuCluster.Pipeline.Progress;

/// <summary>A stage that is to come.</summary>
/// <param name="Name">The stage's name, as <see cref="Core.Progress.IStageProgress.Begin"/> will say it.</param>
/// <param name="Weight">Its estimated share of the work, in any unit that all stages of a plan share.</param>
public readonly record struct PlannedStage(string Name, double Weight);
