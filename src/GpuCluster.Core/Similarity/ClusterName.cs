namespace GpuCluster.Core.Similarity;

/// <summary>The name of a cluster.</summary>
/// <param name="Name">A unique name: its most frequent label and that label's share, or its number.</param>
/// <param name="Label">That label; null where no member has one.</param>
/// <param name="Share">The share of the members with a label that have this one, 0 to 1; NaN where none has a label.</param>
/// <param name="Members">How many samples it has.</param>
public sealed record ClusterName(string Name, string? Label, double Share, int Members);
