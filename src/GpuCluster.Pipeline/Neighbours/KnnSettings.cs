using GpuCluster.Core.Similarity;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>How neighbours are searched.</summary>
/// <param name="Metric">The distance between two samples.</param>
/// <param name="Kind">Exact or approximate.</param>
/// <param name="Seed">Seed of the sample of rows that an approximate search, and the measurement of its recall, take.</param>
/// <param name="Threads">Processor threads, 1 or more. Results do not depend on it.</param>
public sealed record KnnSettings(Metric Metric, KnnKind Kind, ulong Seed, int Threads);
