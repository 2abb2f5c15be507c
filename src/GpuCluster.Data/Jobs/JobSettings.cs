using GpuCluster.Core.Similarity;

namespace GpuCluster.Data.Jobs;

/// <summary>How the neighbours of a job are found.</summary>
/// <param name="Neighbours">k, neighbours of each sample, itself included: 1 or more.</param>
/// <param name="Metric">The distance between two samples.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Exact">All pairs of shards, instead of clusters.</param>
/// <param name="Recall">The share of true neighbours below which the graph is improved once, 0 to 1.</param>
public sealed record JobSettings(int Neighbours, Metric Metric, ulong Seed, bool Exact, double Recall);
