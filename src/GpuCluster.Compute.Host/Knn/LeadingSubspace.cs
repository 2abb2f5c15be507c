using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Rows in the subspace where most of their variance lies, so that products of fewer features tell which pairs are worth measuring.
///
/// How it works. Subspace iteration from random rows of a sample (Halko, Martinsson and Tropp 2011, algorithm 4.4); the axes within the
/// subspace do not matter, as distances do not change under rotation. Projection is a product of tiles.
/// </summary>
internal static class LeadingSubspace
{
    private const int Sampled = 2048;
    private const int Steps = 3;

    /// <summary>Projects moved rows.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">With which the frame goes.</param>
    /// <param name="frame">Moves the rows.</param>
    /// <param name="dims">Axes, less than d.</param>
    /// <param name="seed">Chooses the sample and the start.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>n x dims values.</returns>
    public static EmbeddingMatrix Project(
        TileEngine engine,
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        EmbeddingMatrix axes = new(dims, embedding.Columns, Axes(embedding, frame, dims, seed, threads, cancellation));
        return new EmbeddingMatrix(embedding.Rows, dims, RowProducts.Of(engine, embedding, metric, frame, axes, threads, cancellation));
    }

    /// <summary>dims x d orthonormal rows, some of them zero where the sample has fewer directions.</summary>
    private static float[] Axes(
        EmbeddingMatrix embedding,
        RowTransform frame,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        uint key = CounterRandom.Key(seed, 0x53554253, 0);
        int d = embedding.Columns;
        int count = Math.Min(Sampled, embedding.Rows);
        float[] sample = new float[count * d];
        float[] axes = new float[dims * d];
        for (int i = 0; i < count; i++)
        {
            int row = CounterRandom.Index(CounterRandom.Bits(key, (uint)i), embedding.Rows);
            ReadOnlySpan<float> values = embedding.Row(row);
            for (int feature = 0; feature < d; feature++)
                sample[(i * d) + feature] = (float)((values[feature] - frame.Centre[feature] - frame.MeanOf(row)) * frame.Scales[row]);
        }

        for (int axis = 0; axis < dims; axis++)
            sample.AsSpan(axis % count * d, d).CopyTo(axes.AsSpan(axis * d, d));

        OrthonormalRows.Make(axes, dims, d);
        for (int step = 0; step < Steps; step++)
        {
            float[] last = axes;
            float[] next = new float[axes.Length];
            WorkQueue.Run(
                dims,
                threads,
                queue =>
                {
                    while (queue.TryTake(out int axis))
                    {
                        Span<float> from = last.AsSpan(axis * d, d);
                        Span<float> to = next.AsSpan(axis * d, d);
                        for (int i = 0; i < count; i++)
                        {
                            Span<float> values = sample.AsSpan(i * d, d);
                            RowSums.Add(to, values, DotProduct.Of(values, from));
                        }
                    }
                },
                cancellation
            );
            OrthonormalRows.Make(next, dims, d);
            axes = next;
        }

        return axes;
    }
}
