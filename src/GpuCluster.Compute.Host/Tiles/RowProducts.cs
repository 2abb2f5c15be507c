using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// Every row of an embedding times each of a few others: where samples lie along some axes. One tile at a time, packed when its turn comes.
/// </summary>
internal static unsafe class RowProducts
{
    /// <summary>Multiplies.</summary>
    /// <param name="engine">Of the registers to use.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">With which the frame goes.</param>
    /// <param name="frame">Moves the rows.</param>
    /// <param name="axes">m x d values, which stay as they are.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    /// <returns>n x m values.</returns>
    public static float[] Of(
        TileEngine engine,
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        EmbeddingMatrix axes,
        int threads,
        CancellationToken cancellation
    )
    {
        using PackedRows right = PackedRows.Of(axes, Metric.Euclidean, RowTransform.Still(axes), engine.PanelRows, 1, cancellation);
        float[] products = new float[embedding.Rows * axes.Rows];
        WorkQueue.Run(
            (embedding.Rows + DotTile.Size - 1) / DotTile.Size,
            threads,
            queue =>
            {
                using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                while (queue.TryTake(out int piece))
                {
                    int first = piece * DotTile.Size;
                    int rows = Math.Min(DotTile.Size, embedding.Rows - first);
                    using PackedRows left = PackedRows.Of(
                        embedding.Slice(first, rows),
                        metric,
                        frame.Slice(first, rows),
                        engine.PanelRows,
                        1,
                        cancellation
                    );
                    for (int column = 0; column < right.TileCount; column++)
                    {
                        engine.Multiply(
                            left.TilePanels(0),
                            left.TilePanelCount(0),
                            right.TilePanels(column),
                            right.TilePanelCount(column),
                            embedding.Columns,
                            tile.Pointer
                        );
                        for (int row = 0; row < rows; row++)
                        {
                            new ReadOnlySpan<float>(tile.Pointer + (row * DotTile.Size), right.TileRows(column)).CopyTo(
                                products.AsSpan(((first + row) * axes.Rows) + (column * DotTile.Size))
                            );
                        }
                    }
                }
            },
            cancellation
        );
        return products;
    }
}
