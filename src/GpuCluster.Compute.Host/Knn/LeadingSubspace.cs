using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Rows in the subspace where most of their variance lies, so that products of fewer features tell which pairs are worth measuring.
///
/// How it works. Subspace iteration from random rows of a sample (Halko, Martinsson and Tropp 2011, algorithm 4.4); the axes within the subspace do not matter, as
/// distances do not change under rotation. Projection is a product of tiles.
/// </summary>
internal static unsafe class LeadingSubspace
{
    private const int Sampled = 2048;
    private const int Steps = 3;

    /// <summary>Projects moved rows.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">With which the frame goes.</param>
    /// <param name="frame">Moves the rows.</param>
    /// <param name="dims">Axes, less than d.</param>
    /// <param name="seed">Chooses the sample and the start.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>n x dims values.</returns>
    public static EmbeddingMatrix Project<TLanes, TVector>(
        EmbeddingMatrix embedding, Metric metric, RowFrame frame, int dims, ulong seed, int threads, CancellationToken cancellation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var axes = new EmbeddingMatrix(dims, embedding.Columns, Axes(embedding, frame, dims, seed, threads, cancellation));
        var panelRows = DotTile.PanelRows<TLanes, TVector>();
        using var right = PackedRows.Of(axes, Metric.Euclidean, RowFrame.Still(axes), panelRows, 1, cancellation);
        var projected = new float[embedding.Rows * dims];
        WorkQueue.Run(
            (embedding.Rows + DotTile.Size - 1) / DotTile.Size,
            threads,
            queue =>
            {
                using var tile = new NativeBuffer<float>(DotTile.Size * DotTile.Size);
                while (queue.TryTake(out var piece))
                {
                    var first = piece * DotTile.Size;
                    var rows = Math.Min(DotTile.Size, embedding.Rows - first);
                    using var left = PackedRows.Of(embedding.Slice(first, rows), metric, frame.Slice(first, rows), panelRows, 1, cancellation);
                    DotTile.Compute<TLanes, TVector>(
                        left.TilePanels(0), left.TilePanelCount(0), right.TilePanels(0), right.TilePanelCount(0), embedding.Columns, tile.Pointer);
                    for (var row = 0; row < rows; row++)
                    {
                        new ReadOnlySpan<float>(tile.Pointer + (row * DotTile.Size), dims).CopyTo(projected.AsSpan((first + row) * dims, dims));
                    }
                }
            },
            cancellation);
        return new EmbeddingMatrix(embedding.Rows, dims, projected);
    }

    /// <summary>dims x d orthonormal rows, some of them zero where the sample has fewer directions.</summary>
    private static float[] Axes(EmbeddingMatrix embedding, RowFrame frame, int dims, ulong seed, int threads, CancellationToken cancellation)
    {
        var key = CounterRandom.Key(seed, 0x53554253, 0);
        var d = embedding.Columns;
        var count = Math.Min(Sampled, embedding.Rows);
        var sample = new float[count * d];
        var axes = new float[dims * d];
        for (var i = 0; i < count; i++)
        {
            var row = CounterRandom.Index(CounterRandom.Bits(key, (uint)i), embedding.Rows);
            var values = embedding.Row(row);
            for (var feature = 0; feature < d; feature++)
            {
                sample[(i * d) + feature] = (float)((values[feature] - frame.Centre[feature] - frame.MeanOf(row)) * frame.Scales[row]);
            }
        }

        for (var axis = 0; axis < dims; axis++)
        {
            sample.AsSpan(axis % count * d, d).CopyTo(axes.AsSpan(axis * d, d));
        }

        Orthonormalize(axes, dims, d);
        for (var step = 0; step < Steps; step++)
        {
            var last = axes;
            var next = new float[axes.Length];
            WorkQueue.Run(
                dims,
                threads,
                queue =>
                {
                    while (queue.TryTake(out var axis))
                    {
                        var from = last.AsSpan(axis * d, d);
                        var to = next.AsSpan(axis * d, d);
                        for (var i = 0; i < count; i++)
                        {
                            var values = sample.AsSpan(i * d, d);
                            RowSums.Add(to, values, DotProduct.Of(values, from));
                        }
                    }
                },
                cancellation);
            Orthonormalize(next, dims, d);
            axes = next;
        }

        return axes;
    }

    /// <summary>Gram and Schmidt, each row twice; a row that the earlier ones span becomes zero.</summary>
    private static void Orthonormalize(float[] axes, int dims, int d)
    {
        for (var axis = 0; axis < dims; axis++)
        {
            var values = axes.AsSpan(axis * d, d);
            var before = MathF.Sqrt(DotProduct.Of(values, values));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var other = 0; other < axis; other++)
                {
                    var earlier = axes.AsSpan(other * d, d);
                    RowSums.Add(values, earlier, -DotProduct.Of(earlier, values));
                }
            }

            var length = MathF.Sqrt(DotProduct.Of(values, values));
            if (length > 1e-5f * before)
                RowSums.Scale(values, 1 / length);
            else
                values.Clear();
        }
    }
}
