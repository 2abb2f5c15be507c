using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Which tiles of X·Xᵀ hold most near pairs, once rows are in <see cref="TileOrder"/>: those of tiles whose mean rows are near.
/// </summary>
internal static class NearTiles
{
    /// <summary>Chooses tiles on and above the diagonal.</summary>
    /// <param name="rows">n x d values.</param>
    /// <param name="frame">Its scales are the rows' factors.</param>
    /// <param name="order">The order of rows.</param>
    /// <param name="near">Tiles that each tile is multiplied with, itself included; it also meets those that chose it.</param>
    /// <param name="threads">Threads to use at most. Pairs are arranged for this number: each thread goes along its own tiles and seldom
    /// meets another.</param>
    /// <param name="cancellation">Ends it.</param>
    public static (int Row, int Column)[] Choose(
        EmbeddingMatrix rows,
        RowTransform frame,
        int[] order,
        int near,
        int threads,
        CancellationToken cancellation
    )
    {
        int tiles = (order.Length + DotTile.Size - 1) / DotTile.Size;
        float[] means = new float[tiles * rows.Columns];
        WorkQueue.Run(
            tiles,
            threads,
            queue =>
            {
                double[] sum = new double[rows.Columns];
                while (queue.TryTake(out int tile))
                {
                    Array.Clear(sum);
                    Span<int> members = order.AsSpan(tile * DotTile.Size, Math.Min(DotTile.Size, order.Length - (tile * DotTile.Size)));
                    foreach (int row in members)
                        DoubleSum.Add(sum, rows.Row(row), frame.Scales[row] / members.Length);

                    for (int feature = 0; feature < sum.Length; feature++)
                        means[(tile * sum.Length) + feature] = (float)sum[feature];
                }
            },
            cancellation
        );
        ulong[] chosen = new ulong[tiles * Math.Min(near, tiles)];
        WorkQueue.Run(
            tiles,
            threads,
            queue =>
            {
                ulong[] heap = new ulong[Math.Min(near, tiles)];
                double[] point = new double[rows.Columns];
                while (queue.TryTake(out int tile))
                {
                    for (int feature = 0; feature < point.Length; feature++)
                        point[feature] = means[(tile * point.Length) + feature];

                    int count = 0;
                    for (int other = 0; other < tiles; other++)
                    {
                        double square =
                            other == tile
                                ? -1
                                : DoubleSum.OfSquaredDifferences(
                                    point,
                                    means.AsSpan(other * point.Length, point.Length),
                                    double.PositiveInfinity
                                );
                        BoundedHeap.Offer(heap, ref count, BoundedHeap.Entry((float)square, other));
                    }

                    for (int i = 0; i < heap.Length; i++)
                    {
                        int other = BoundedHeap.Index(heap[i]);
                        chosen[(tile * heap.Length) + i] = ((ulong)Math.Min(tile, other) << 32) | (uint)Math.Max(tile, other);
                    }
                }
            },
            cancellation
        );
        Array.Sort(chosen);
        (int Row, int Column)[] pairs = [.. chosen.Distinct().Select(pair => ((int)(pair >> 32), (int)(uint)pair))];
        return Interleave(pairs, threads);
    }

    /// <summary>The first of each of several equal shares, then the second of each, and so on.</summary>
    private static (int Row, int Column)[] Interleave((int Row, int Column)[] pairs, int shares)
    {
        (int Row, int Column)[] mixed = new (int Row, int Column)[pairs.Length];
        int share = (pairs.Length + shares - 1) / shares;
        int next = 0;
        for (int i = 0; i < share; i++)
        {
            for (int at = i; at < pairs.Length; at += share)
                mixed[next++] = pairs[at];
        }

        return mixed;
    }
}
