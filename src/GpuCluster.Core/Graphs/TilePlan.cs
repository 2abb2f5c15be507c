using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Core.Graphs;

/// <summary>Which pairs of n samples an approximate search looks at, the same for every device. Nothing of it is written after it was made.</summary>
/// <param name="Rows">n rows of few features, by whose distances the candidates are told: the samples themselves, or their projections.</param>
/// <param name="Metric">How distance is measured between these rows.</param>
/// <param name="Order">An order of the samples, each of 0 to n - 1 once: so many consecutive ones are near each other and make a tile.</param>
/// <param name="TileRows">Rows of a tile, but for the last, which may have fewer.</param>
/// <param name="Pairs">Tiles to multiply with each other, row not above column, each pair once. With these every row meets k others or all there are.</param>
/// <param name="Candidates">How many of the nearest that are seen are to be measured at full width, k or more.</param>
public sealed record TilePlan(EmbeddingMatrix Rows, Metric Metric, int[] Order, int TileRows, (int Row, int Column)[] Pairs, int Candidates);
