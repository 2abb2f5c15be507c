namespace GpuCluster.Pipeline.Neighbours;

/// <summary>How neighbours were searched.</summary>
/// <param name="Approximate">Whether some neighbours may be missing.</param>
/// <param name="Recall">
/// The share of true neighbours found, 0 to 1: 1 for an exact search, else measured on a sample of rows; null for k = 1, which asks for no
/// other sample.
/// </param>
public sealed record KnnOutcome(bool Approximate, double? Recall);
