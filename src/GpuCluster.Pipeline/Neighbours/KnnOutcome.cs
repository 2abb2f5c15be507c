namespace GpuCluster.Pipeline.Neighbours;

/// <summary>How neighbours were searched.</summary>
/// <param name="Approximate">Whether some may be missing.</param>
/// <param name="Recall">The share of true neighbours found, 0 to 1: 1 of an exact search, else measured on a sample; null where there are none to find.</param>
public sealed record KnnOutcome(bool Approximate, double? Recall);
