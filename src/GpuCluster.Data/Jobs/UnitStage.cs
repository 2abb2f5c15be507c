namespace GpuCluster.Data.Jobs;

/// <summary>The units of one kind.</summary>
/// <param name="Kind">What they do.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Count">How many.</param>
public sealed record UnitStage(UnitKind Kind, int First, int Count);
