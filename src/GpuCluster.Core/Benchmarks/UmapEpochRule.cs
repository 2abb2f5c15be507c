using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Benchmarks;

/// <summary>The order in which the actions of a UMAP epoch see each other's results.</summary>
public enum UmapEpochRule
{
    /// <summary>Sub-batches of heads; a head's actions run one after the other, its tails move when the sub-batch is done.</summary>
    HeadsInSequence,

    /// <summary><see cref="UmapRounds"/>: all forces of a round are those of the positions at its start.</summary>
    EdgesInRounds,
}
