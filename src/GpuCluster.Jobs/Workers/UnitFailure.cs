namespace GpuCluster.Jobs.Workers;

/// <summary>A unit that failed.</summary>
/// <param name="Unit">Its number.</param>
/// <param name="Name">What it does, for example "embed 3".</param>
/// <param name="Worker">For which worker.</param>
/// <param name="Reason">Why.</param>
public sealed record UnitFailure(int Unit, string Name, string Worker, string Reason);
