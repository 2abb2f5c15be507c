using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Graphs;

/// <summary>The pairs of n samples that an approximate search compares, the same for every device. Immutable.</summary>
/// <param name="Rows">n rows of few features, whose distances select the candidates: the samples themselves, or their projections.</param>
/// <param name="Metric">How distance is measured between these rows.</param>
/// <param name="Order">A permutation of 0 to n - 1. Consecutive samples are near each other; <paramref name="TileRows"/> of them make a
/// tile.</param>
/// <param name="TileRows">Rows of a tile; the last may have fewer.</param>
/// <param name="Pairs">Pairs of tiles to multiply, row index not above column index, each pair once. They compare every row with at least k
/// others, or with all.</param>
/// <param name="Candidates">How many of the nearest candidates are measured again with all features, k or more.</param>
public sealed record TilePlan(
    EmbeddingMatrix Rows,
    Metric Metric,
    int[] Order,
    int TileRows,
    (int Row, int Column)[] Pairs,
    int Candidates
);
