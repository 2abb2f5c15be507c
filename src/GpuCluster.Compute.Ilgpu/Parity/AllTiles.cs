using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>
/// A plan with all pairs of tiles, so that an approximate search must find all neighbours. Samples are in reverse order, which the search
/// must undo.
/// </summary>
internal sealed class AllTiles : ITilePlanner
{
    private const int TileRows = 16;

    /// <inheritdoc/>
    public TilePlan Plan(EmbeddingMatrix embedding, int k, Metric metric, CancellationToken cancellation)
    {
        int tiles = (embedding.Rows + TileRows - 1) / TileRows;
        (int Row, int Column)[] pairs =
        [
            .. from row in Enumerable.Range(0, tiles) from column in Enumerable.Range(row, tiles - row) select (row, column),
        ];
        return new TilePlan(embedding, metric, [.. Enumerable.Range(0, embedding.Rows).Reverse()], TileRows, pairs, k);
    }
}
