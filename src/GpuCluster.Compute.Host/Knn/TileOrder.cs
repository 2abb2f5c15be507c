using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// An order of rows in which each tile's worth of consecutive rows lies close together: the leaves of a principal-axis tree (Sproull 1991).
///
/// How it works. A range of rows is split across the axis along which a sample of it spreads most, at the multiple of a tile nearest to its
/// middle, until a tile is left. A range's split depends on its rows alone, so any number of threads gives one order.
/// </summary>
internal static class TileOrder
{
    /// <summary>Rows that tell a range's axis.</summary>
    private const int Sampled = 384;

    /// <summary>Power steps to the axis; a rough one splits as well.</summary>
    private const int PowerSteps = 4;

    /// <summary>Finds the order.</summary>
    /// <param name="rows">n x d values.</param>
    /// <param name="frame">Only its scales matter: a split looks at differences.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Each of 0 to n - 1 once.</returns>
    public static int[] Of(EmbeddingMatrix rows, RowTransform frame, ulong seed, int threads, CancellationToken cancellation)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        float[] keys = new float[order.Length];
        List<(int First, int End)> level = [(0, order.Length)];
        while (level.Count > 0)
        {
            WorkQueue.Run(
                level.Count,
                threads,
                queue =>
                {
                    while (queue.TryTake(out int node))
                        Split(rows, frame, seed, order, keys, level[node].First, level[node].End, level.Count > 1 ? 1 : threads);
                },
                cancellation
            );
            List<(int First, int End)> next = [];
            foreach ((int first, int end) in level)
            {
                int middle = Middle(first, end);
                if (middle - first > DotTile.Size)
                    next.Add((first, middle));
                if (end - middle > DotTile.Size)
                    next.Add((middle, end));
            }

            level = next;
        }

        return order;
    }

    private static int Middle(int first, int end) => first + ((end - first + DotTile.Size - 1) / DotTile.Size / 2 * DotTile.Size);

    private static void Split(
        EmbeddingMatrix rows,
        RowTransform frame,
        ulong seed,
        int[] order,
        float[] keys,
        int first,
        int end,
        int threads
    )
    {
        if (end - first <= DotTile.Size)
            return;
        float[] axis = Axis(rows, frame, seed, order, first, end);
        WorkQueue.Run(
            (end - first + DotTile.Size - 1) / DotTile.Size,
            threads,
            queue =>
            {
                while (queue.TryTake(out int piece))
                {
                    int last = Math.Min(end, first + ((piece + 1) * DotTile.Size));
                    for (int at = first + (piece * DotTile.Size); at < last; at++)
                        keys[at] = DotProduct.Of(rows.Row(order[at]), axis) * (float)frame.Scales[order[at]];
                }
            },
            CancellationToken.None
        );

        // The sort is not stable but depends on its input alone.
        keys.AsSpan(first, end - first).Sort(order.AsSpan(first, end - first));
    }

    private static float[] Axis(EmbeddingMatrix rows, RowTransform frame, ulong seed, int[] order, int first, int end)
    {
        uint key = CounterRandom.Key(seed, 0x54524545, (uint)first);
        int d = rows.Columns;
        int count = Math.Min(Sampled, end - first);
        float[] sample = new float[count * d];
        float[] mean = new float[d];
        for (int i = 0; i < count; i++)
        {
            int row = order[first + CounterRandom.Index(CounterRandom.Bits(key, (uint)i), end - first)];
            Span<float> values = sample.AsSpan(i * d, d);
            RowSums.Add(values, rows.Row(row), (float)frame.Scales[row]);
            RowSums.Add(mean, values, 1f / count);
        }

        float[] axis = new float[d];
        for (int i = 0; i < count; i++)
        {
            RowSums.Add(sample.AsSpan(i * d, d), mean, -1);
            RowSums.Add(axis, sample.AsSpan(i * d, d), CounterRandom.Unit(CounterRandom.Bits(key, (uint)(count + i))) - 0.5f);
        }

        float[] next = new float[d];
        for (int step = 0; step < PowerSteps; step++)
        {
            float length = MathF.Sqrt(DotProduct.Of(axis, axis));
            if (!(length > 0))
                return axis;
            RowSums.Scale(axis, 1 / length);
            Array.Clear(next);
            for (int i = 0; i < count; i++)
            {
                Span<float> values = sample.AsSpan(i * d, d);
                RowSums.Add(next, values, DotProduct.Of(values, axis));
            }

            (axis, next) = (next, axis);
        }

        return axis;
    }
}
